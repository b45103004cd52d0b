using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>
/// The agent dies at every call it makes while a run begins, somebody deletes what Job there is before the next agent comes, and the run is sent once
/// more: there was exactly one Job all the same.
/// </summary>
public sealed class TaskRunCrashTests(TestCluster cluster)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_it_dies_there_is_exactly_one_job(bool isDeletedByHand)
    {
        var deaths = 0;
        var points = Enumerable.Range(0, 10).SelectMany(call => new[] { new CrashPoint(call, false), new CrashPoint(call, true) });
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (point, _) =>
        {
            var id = $"run-{(isDeletedByHand ? "deleted" : "left")}-{point.Call}-{(point.AfterIt ? "after" : "before")}";
            if (await PlayAsync(id, point, isDeletedByHand)) Interlocked.Increment(ref deaths);
        });
        Assert.True(deaths >= 12, $"died {deaths} times");
    }

    private async Task<bool> PlayAsync(string id, CrashPoint point, bool isDeletedByHand)
    {
        using var plane = new TestPlane();
        var run = $"{id}-x";
        await using var seen = await SeenJobs.StartAsync(cluster, run);
        await using var first = await NextAsync(plane, id);
        await first.PutAsync(Documents.Task(plane, id, 1));
        await first.PhaseAsync(id, IntentPhase.Healthy, 1, _patience);
        var died = point.Arm(first);
        await IgnoreAsync(first.PutAsync(Documents.Run(plane, run, id, 1)));
        await Until.TrueAsync(() => died.IsCompleted || first.Journal.Find(run)?.Status.Phase == IntentPhase.Healthy, _patience);
        await first.KillAsync();
        if (isDeletedByHand)
        {
            foreach (var job in await cluster.OfIntentAsync("batch/v1", "Job", run)) await cluster.DeleteAsync(job);
        }

        await using var second = await NextAsync(plane, id);
        await second.PutAsync(Documents.Run(plane, run, id, 1));
        var ended = await second.StatusAsync(run, status => status.Runs is [{ Outcome: not RunOutcome.Running }], _patience);
        await Until.TrueAsync(() => seen.Count > 0, _patience);

        Assert.Equal(1, seen.Count);
        if (!isDeletedByHand) Assert.Equal(RunOutcome.Succeeded, ended.Runs[0].Outcome);
        return died.IsCompleted;
    }

    private async Task<TestAgent> NextAsync(TestPlane plane, string id)
    {
        var agent = await TestAgent.StartAsync(cluster, plane, $"pdp-{id}");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader, _patience);
        return agent;
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
