namespace Pdp.Simulation.Tests;

/// <summary>Every rule holds in every story.</summary>
public sealed class SeedTests
{
    private const int Seeds = 200;

    [Fact]
    public async Task Every_rule_holds_whatever_breaks()
    {
        var results = await Playing.PlayAsync(1, Seeds);

        Assert.Equal(Seeds, results.Count);
        var bad = results.Where(result => !result.IsGood).ToList();
        Assert.True(bad.Count == 0, Playing.Describe(bad.Take(3)));
    }

    [Fact]
    public async Task Every_kind_of_fault_strikes_somewhere()
    {
        var results = await Playing.PlayAsync(1, 80);

        var struck = results.SelectMany(result => result.Covered.Keys).Where(key => key.StartsWith("struck ", StringComparison.Ordinal)).ToHashSet();
        Assert.Equal([], Enum.GetNames<Faults.Fault>().Where(fault => !struck.Contains($"struck {fault}")));
    }

    [Fact]
    public async Task The_same_seed_tells_the_same_story_in_any_process_and_after_any_other()
    {
        var first = await Playing.PlayAsync(1, 12, processes: 1);
        var again = await Playing.PlayAsync(7, 6);

        Assert.Equal(first.Skip(6).Select(result => (result.Seed, result.Hash)), again.Select(result => (result.Seed, result.Hash)));
        Assert.Equal(12, first.Select(result => result.Hash).Distinct().Count());
    }
}
