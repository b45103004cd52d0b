using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>
/// The agent dies at every call it makes while a run begins, somebody deletes what Job there is before the next agent comes, and the run is sent once
/// more: there was exactly one Job all the same.
/// </summary>
[Lasts(80)]
public sealed class TaskRunCrashTests(TestCluster cluster)
{
    private static readonly IReadOnlyList<CrashPoint> _points =
        [.. Enumerable.Range(0, 10).SelectMany(call => new[] { new CrashPoint(call, false), new CrashPoint(call, true) })];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_it_dies_there_is_exactly_one_job(bool isDeletedByHand)
    {
        var endings = await PlayAllAsync(isDeletedByHand ? "deleted" : "left", isDeletedByHand, _points);

        Assert.All(endings, ending => Assert.Equal(1, ending.Jobs));
        if (!isDeletedByHand) Assert.All(endings, ending => Assert.Equal(RunOutcome.Succeeded, ending.Outcome));
        var deaths = endings.Count(ending => ending.HasDied);
        Assert.True(deaths >= 12, $"died {deaths} times");
    }

    /// <summary>What the guard is there for, and that this test would see it missing.</summary>
    [Fact]
    public async Task Without_the_guard_some_run_is_begun_twice()
    {
        // It looks for the Job, makes it, and dies before it has noted that it did.
        var points = Enumerable.Range(0, 2).Select(call => new CrashPoint(call, AfterIt: true) { Kind = "Job" });

        var endings = await PlayAllAsync("unguarded", isDeletedByHand: true, [.. points], WithoutGuard);

        Assert.Contains(endings, ending => ending.Jobs > 1);
    }

    private async Task<IReadOnlyCollection<Ending>> PlayAllAsync(string name, bool isDeletedByHand, IReadOnlyList<CrashPoint> points, Func<JsonObject, JsonObject>? mistake = null)
    {
        var endings = new ConcurrentBag<Ending>();
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (point, _) =>
            endings.Add(await PlayAsync($"run-{name}-{point.Call}-{(point.AfterIt ? "after" : "before")}", point, isDeletedByHand, mistake)));
        return endings;
    }

    private async Task<Ending> PlayAsync(string id, CrashPoint point, bool isDeletedByHand, Func<JsonObject, JsonObject>? mistake)
    {
        using var plane = new TestPlane();
        var run = $"{id}-x";
        await using var seen = await SeenJobs.StartAsync(cluster, run);
        await using var first = await NextAsync(plane, id);
        first.Api.Mistake = mistake;
        await first.PutAsync(TaskDocuments.Task(plane, id, 1));
        await first.PhaseAsync(id, IntentPhase.Healthy, 1, _patience);
        var died = point.Arm(first);
        await IgnoreAsync(first.PutAsync(TaskDocuments.Run(plane, run, id, 1)));
        await Until.TrueAsync(() => died.IsCompleted || first.Journal.Find(run)?.Status.Phase == IntentPhase.Healthy, _patience);
        await first.KillAsync();
        if (isDeletedByHand)
        {
            foreach (var job in await cluster.OfIntentAsync("batch/v1", "Job", run)) await cluster.DeleteAsync(job);
        }

        await using var second = await NextAsync(plane, id);
        second.Api.Mistake = mistake;
        await second.PutAsync(TaskDocuments.Run(plane, run, id, 1));
        var ended = await second.StatusAsync(run, status => status.Runs is [{ Outcome: not RunOutcome.Running }, ..], _patience);
        await Until.TrueAsync(() => seen.Count > 0, _patience);
        return new Ending(point, died.IsCompleted, seen.Count, ended.Runs[0].Outcome);
    }

    private static JsonObject WithoutGuard(JsonObject manifest)
    {
        if (manifest.Kind != "Job") return manifest;
        var unguarded = manifest.DeepClone().AsObject();
        unguarded.GetObject("metadata")!.Remove("finalizers");
        return unguarded;
    }

    private async Task<TestAgent> NextAsync(TestPlane plane, string id)
    {
        var agent = await TestAgent.StartAsync(cluster, plane, $"pdp-{id}");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader, _patience);
        return agent;
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private sealed record Ending(CrashPoint Point, bool HasDied, int Jobs, RunOutcome Outcome);
}
