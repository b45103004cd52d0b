using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>
/// The agent dies at every call it makes to the API server, before it is sent and after it was done, and another goes on.
/// </summary>
[Lasts(95)]
public sealed class CrashTests(TestCluster cluster)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Wherever_it_dies_in_a_rollout_the_next_one_ends_healthy_with_nothing_written_twice()
    {
        var deaths = await EveryAsync("crash", calls: 12, (id, point) => RolloutAsync(id, point));

        Assert.True(deaths >= 12, $"died {deaths} times");
    }

    [Fact]
    public async Task Wherever_it_dies_in_a_rollback_the_next_one_ends_with_the_last_good_revision()
    {
        var deaths = await EveryAsync("crashback", calls: 5, (id, point) => RollbackAsync(id, point));

        Assert.True(deaths >= 6, $"died {deaths} times");
    }

    [Fact]
    public async Task Wherever_it_dies_in_a_removal_the_next_one_leaves_nothing()
    {
        var deaths = await EveryAsync("crashrm", calls: 12, (id, point) => RemovalAsync(id, point));

        Assert.True(deaths >= 12, $"died {deaths} times");
    }

    // Each point in an intent and an agent of its own; some at a time, for a cluster has only so many hands.
    private static async Task<int> EveryAsync(string name, int calls, Func<string, CrashPoint, Task<bool>> play)
    {
        var deaths = 0;
        var points = Enumerable.Range(0, calls).SelectMany(call => new[] { new CrashPoint(call, false), new CrashPoint(call, true) });
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (point, _) =>
        {
            if (await play($"{name}-{point.Call}-{(point.AfterIt ? "after" : "before")}", point)) Interlocked.Increment(ref deaths);
        });
        return deaths;
    }

    private async Task<bool> RolloutAsync(string id, CrashPoint point)
    {
        using var plane = new TestPlane();
        await using var first = await HealthyAsync(plane, id);
        var died = point.Arm(first);
        await IgnoreAsync(first.Intake.AcceptAsync(Second(plane, id), CancellationToken.None));
        await EndAsync(first, died, () => first.Journal.Find(id)?.Status is { Phase: IntentPhase.Healthy, ObservedGeneration: 2 });
        await first.KillAsync();
        var wasWritten = await ImageAsync(id) == "registry.example/app:2";

        await using var second = await NextAsync(plane, id);
        // What was not acknowledged is sent again.
        await second.PutAsync(Second(plane, id));
        await second.PhaseAsync(id, IntentPhase.Healthy, 2, _patience);
        await IdleAsync(second);

        if (wasWritten) Assert.DoesNotContain(second.Api.Writes, write => write is { Verb: "apply", Kind: "Deployment" });
        Assert.DoesNotContain(second.Api.Writes, write => write is { Verb: "apply", Kind: "Service" or "ServiceAccount" or "Namespace" });
        Assert.Single(await cluster.OfIntentAsync("v1", "ConfigMap", id));
        Assert.Equal(["Healthy", "Healthy"], second.Journal.Find(id)!.Status.History.Select(entry => entry.Result));
        Assert.Empty(second.Journal.Find(id)!.Status.Drift);
        return died.IsCompleted;
    }

    private async Task<bool> RollbackAsync(string id, CrashPoint point)
    {
        using var plane = new TestPlane();
        await using var first = await HealthyAsync(plane, id);
        await first.PutAsync(plane.Component(id, 2, spec => spec.WithImage("registry.example/broken:2", "r2") with
        {
            Rollout = new RolloutSpec { DeadlineSeconds = 5 },
        }));
        await first.StatusAsync(id, status => status is { ObservedGeneration: 2, Rollout.Updated: > 0 }, _patience);
        await IdleAsync(first);
        var died = point.Arm(first);
        await EndAsync(first, died, () => first.Journal.Find(id)?.Status is { } status && IsBack(status));
        await first.KillAsync();

        await using var second = await NextAsync(plane, id);
        var status = await second.StatusAsync(id, IsBack, _patience);
        Assert.Equal((1, "r1", 2), (status.RunningGeneration, status.RunningRelease, status.FailedGeneration));
        Assert.Equal("registry.example/app:1", await ImageAsync(id));
        return died.IsCompleted;
    }

    private async Task<bool> RemovalAsync(string id, CrashPoint point)
    {
        using var plane = new TestPlane();
        await using var first = await HealthyAsync(plane, id);
        var died = point.Arm(first);
        await IgnoreAsync(first.Intake.RemoveAsync(plane.Removal(id, 2), CancellationToken.None));
        await EndAsync(first, died, () => first.Journal.Find(id) is null);
        await first.KillAsync();

        await using var second = await NextAsync(plane, id);
        await second.RemoveAsync(plane.Removal(id, 2));
        await Until.TrueAsync(() => second.Journal.Find(id) is null, _patience);
        string[] core = ["Service", "ConfigMap", "ServiceAccount"];
        foreach (var (apiVersion, kind) in core.Select(kind => ("v1", kind)).Append(("apps/v1", "Deployment")))
            Assert.Empty(await cluster.OfIntentAsync(apiVersion, kind, id));
        Assert.Equal(2, second.Journal.RemovedAt(id));
        return died.IsCompleted;
    }

    private async Task<TestAgent> HealthyAsync(TestPlane plane, string id)
    {
        var agent = await NextAsync(plane, id);
        await agent.PutAsync(plane.Component(id, 1));
        await agent.PhaseAsync(id, IntentPhase.Healthy, 1, _patience);
        await IdleAsync(agent);
        return agent;
    }

    private async Task<TestAgent> NextAsync(TestPlane plane, string id)
    {
        var agent = await TestAgent.StartAsync(cluster, plane, $"pdp-{id}");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader, _patience);
        return agent;
    }

    // Decided, applied and looked at: the phase alone is written down before the way back begins.
    private static bool IsBack(IntentStatus status) =>
        status.Phase == IntentPhase.RolledBack && status.Conditions.Any(condition => condition is { Type: "Healthy", Status: "True" });

    private static string Second(TestPlane plane, string id)
    {
        var config = new Dictionary<string, string> { ["mode"] = "second" };
        return plane.Component(id, 2, spec => spec.WithImage("registry.example/app:2", "r2") with { Config = config });
    }

    private async Task<string?> ImageAsync(string id) =>
        (await cluster.OneAsync("apps/v1", "Deployment", id))
            .GetObjects("spec", "template", "spec", "containers").Single().GetString("image");

    private static async Task EndAsync(TestAgent agent, Task died, Func<bool> done)
    {
        await Until.TrueAsync(() => died.IsCompleted || done(), _patience);
        if (!died.IsCompleted) await IdleAsync(agent);
    }

    private static async Task IdleAsync(TestAgent agent)
    {
        var queue = agent.Get<Pdp.Daemon.Reconcile.ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0, _patience);
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
