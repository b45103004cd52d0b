using Pdp.Simulation.Bugs;
using Pdp.Simulation.Cli;

namespace Pdp.Simulation.Tests;

/// <summary>The rules notice mistakes: each one that is put back on purpose is found, by the rule it breaks, within some seeds.</summary>
[Lasts(130)]
public sealed class PlantedBugTests(PlantedBugTests.Hunted hunted) : IClassFixture<PlantedBugTests.Hunted>
{
    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Fact]
    public void There_are_at_least_ten() => Assert.True(PlantedBug.All.Count >= 10);

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found_by_the_rule_it_breaks(string name)
    {
        var quarry = Assert.Single(hunted.Quarries, quarry => quarry.Bug == name);

        Assert.True(
            quarry.FoundAt is not null,
            $"{name} was not found within {PlantedBug.Find(name)!.Seeds} seeds; only noticed by: {string.Join(", ", quarry.Broken)}");
    }

    /// <summary>One hunt for all of them: what takes longest is to start the processes.</summary>
    public sealed class Hunted : IAsyncLifetime
    {
        internal IReadOnlyList<Quarry> Quarries { get; private set; } = [];

        public async ValueTask InitializeAsync() => Quarries = await BugHunt.RunAsync(2, TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
