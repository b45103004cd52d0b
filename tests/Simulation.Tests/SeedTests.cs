using Pdp.Simulation.Faults;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Tests;

/// <summary>Every rule holds in every story.</summary>
[Lasts(90)]
public sealed class SeedTests(SeedTests.Played played) : IClassFixture<SeedTests.Played>
{
    private const int Seeds = 150;

    [Fact]
    public void Every_rule_holds_whatever_breaks()
    {
        Assert.Equal(Seeds, played.Results.Count);
        var bad = played.Results.Where(result => !result.IsGood).ToList();
        Assert.True(bad.Count == 0, Playing.Describe(bad.Take(3)));
    }

    [Fact]
    public void Every_kind_of_fault_strikes_somewhere()
    {
        var struck = played.Results.SelectMany(result => result.Covered.Keys).ToHashSet(StringComparer.Ordinal);

        var missing = Enum.GetNames<Fault>().Where(fault => !struck.Contains($"struck {fault}")).ToList();
        Assert.True(missing.Count == 0, $"No seed was struck by {string.Join(", ", missing)}");
    }

    [Fact]
    public async Task The_same_seed_tells_the_same_story_in_any_process_and_after_any_other()
    {
        var again = await Playing.PlayAsync(7, 6, processes: 1);

        Assert.Equal(again.Select(result => (result.Seed, result.Hash)), played.Results.Skip(6).Take(6).Select(result => (result.Seed, result.Hash)));
        Assert.Equal(Seeds, played.Results.Select(result => result.Hash).Distinct().Count());
    }

    /// <summary>All seeds, played once for all tests.</summary>
    public sealed class Played : IAsyncLifetime
    {
        internal IReadOnlyList<PlayResult> Results { get; private set; } = [];

        public async ValueTask InitializeAsync() => Results = await Playing.PlayAsync(1, Seeds);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
