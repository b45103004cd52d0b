using Pdp.Simulation.Bugs;

namespace Pdp.Simulation.Tests;

/// <summary>The rules notice mistakes: each one that is put back on purpose is found, by the rule it breaks, within a few seeds.</summary>
public sealed class PlantedBugTests
{
    private const int AtOnce = 10;

    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Fact]
    public void There_are_at_least_ten() => Assert.True(PlantedBug.All.Count >= 10);

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_planted_bug_is_found_by_the_rule_it_breaks(string name)
    {
        var bug = PlantedBug.Find(name)!;
        var broken = new SortedSet<string>();
        for (var from = 0; from < bug.Seeds && !broken.Contains(bug.Breaks); from += AtOnce)
        {
            var results = await Playing.PlayAsync((ulong)from + 1, AtOnce, name);
            broken.UnionWith(results.SelectMany(result => result.Violations).Select(violation => violation.Invariant));
        }

        Assert.Contains(bug.Breaks, broken);
    }
}
