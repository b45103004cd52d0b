using Pdp.Simulation.Bugs;
using Pdp.Simulation.Cli;
using Pdp.Simulation.Crashes;

namespace Pdp.Simulation.Tests;

/// <summary>
/// For each kind of rollout the agent dies before and after every write it makes, and another goes on. In the end there is the last good revision or
/// the new one, never a mixture, and nothing that nobody remembers.
/// </summary>
[Lasts(70)]
public sealed class CrashMatrixTests(CrashMatrixTests.Played played) : IClassFixture<CrashMatrixTests.Played>
{
    private const int Seeds = 20;

    public static TheoryData<string> Rollouts => [.. RolloutCases.All.Select(rollout => rollout.Name)];

    public static TheoryData<string> Bugs => [.. CrashBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Wherever_the_agent_dies_it_ends_with_one_revision_whole_and_nothing_left_over(string rollout)
    {
        var result = Assert.Single(played.Results, result => result.Case == rollout);

        Assert.True(result.IsGood, Describe(result));
        Assert.InRange(result.Deaths, 10, result.Plays);
    }

    [Fact]
    public void So_it_does_in_random_rollouts_with_several_deaths()
    {
        var results = played.Results.Where(result => RandomRollout.SeedOf(result.Case) is not null).ToList();

        Assert.Equal(Seeds, results.Count);
        Assert.True(results.TrueForAll(result => result.IsGood), string.Join('\n', results.Where(result => !result.IsGood).Select(Describe)));
        Assert.True(results.Sum(result => result.Deaths) > 3 * Seeds, $"{results.Sum(result => result.Deaths)} deaths");
    }

    /// <summary>The matrix notices mistakes that matter only to an agent that dies.</summary>
    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_bug_that_only_a_death_shows_is_found(string name)
    {
        var bug = CrashBug.Find(name)!;
        await foreach (var result in CrashWork.PlayAsync([bug.Case], name, 1, TestContext.Current.CancellationToken))
        {
            Assert.NotEmpty(result.Findings);
            Assert.DoesNotContain(result.Findings, finding => finding.Contains("--at nowhere", StringComparison.Ordinal));
        }
    }

    private static string Describe(CrashResult result) =>
        $"dotnet run -c Release --project tests/Simulation -- --crashes {string.Join('\n', result.Findings.Take(3))}\n{result.Findings.Count} wrong ends in all";

    /// <summary>All rollouts, played once for all tests.</summary>
    public sealed class Played : IAsyncLifetime
    {
        internal IReadOnlyList<CrashResult> Results { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var random = Enumerable.Range(1, Seeds).Select(seed => RandomRollout.NameOf((ulong)seed));
            var results = CrashWork.PlayAsync([.. RolloutCases.All.Select(rollout => rollout.Name), .. random], null, Playing.Processes, TestContext.Current.CancellationToken);
            Results = await results.ToListAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
