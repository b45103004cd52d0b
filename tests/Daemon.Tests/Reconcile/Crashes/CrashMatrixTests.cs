using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Crashes;

/// <summary>
/// For each kind of rollout the agent dies before and after every call it makes to the API server, and another goes on. In the end there is the
/// last good revision or the new one, never a mixture, and nothing nobody remembers.
/// </summary>
public sealed class CrashMatrixTests(TestCluster cluster)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    public static TheoryData<int, bool> Cells => [.. from kind in Enumerable.Range(0, RolloutKind.All.Count) from isGood in new[] { true, false } select (kind, isGood)];

    // Minutes long: asked for by name.
    [Theory(Explicit = true)]
    [MemberData(nameof(Cells))]
    public async Task It_ends_with_one_revision_whole_and_nothing_left_over(int kind, bool isGood)
    {
        var deaths = 0;
        // Until the rollout was through before the agent had made that many calls.
        for (var from = 0; ; from += AtOnce)
        {
            var died = new ConcurrentBag<int>();
            await Parallel.ForEachAsync(Enumerable.Range(from, AtOnce), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) =>
            {
                foreach (var isAfter in new[] { false, true })
                {
                    if (await PlayAsync(RolloutKind.All[kind], isGood, new CrashPoint(call, isAfter))) died.Add(call);
                }
            });
            deaths += died.Count;
            if (died.Count < 2 * AtOnce) break;
        }

        Assert.True(deaths >= 10, $"died {deaths} times");
    }

    private async Task<bool> PlayAsync(RolloutKind kind, bool isGood, CrashPoint point)
    {
        var id = $"mx-{kind.Name}-{(isGood ? "up" : "back")}-{point.Call}-{(point.AfterIt ? "after" : "before")}";
        using var plane = new TestPlane();
        await using var first = await StartAsync(plane, id);
        await first.PutAsync(kind.First(plane, id));
        await first.PhaseAsync(id, IntentPhase.Healthy, 1, _patience);
        await IdleAsync(first);

        var died = point.Arm(first);
        await ((Task)first.Intake.AcceptAsync(kind.Second(plane, id, isGood), CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Until.TrueAsync(() => died.IsCompleted || (first.Journal.Find(id) is { } held && IsOver(held.Status, isGood)), _patience);
        await first.KillAsync();

        await using var second = await StartAsync(plane, id);
        // What was not acknowledged is sent again.
        await second.PutAsync(kind.Second(plane, id, isGood));
        var status = await second.StatusAsync(id, s => IsOver(s, isGood), _patience);
        await IdleAsync(second);
        await AssertWholeAsync(id, isGood ? 2 : 1);
        Assert.Equal(isGood ? 2 : 1, status.RunningGeneration);
        await AssertNothingLeftAsync(id, second.Journal.Find(id)!.Status);
        return died.IsCompleted;
    }

    private static bool IsOver(IntentStatus status, bool isGood) => isGood
        ? status is { Phase: IntentPhase.Healthy, ObservedGeneration: 2 }
        : status.Phase == IntentPhase.RolledBack && status.Conditions.Any(condition => condition is { Type: "Healthy", Status: "True" });

    // Image, labels and configuration are of the same revision.
    private async Task AssertWholeAsync(string id, int revision)
    {
        var deployment = await cluster.OneAsync("apps/v1", "Deployment", id);
        var container = deployment.GetObjects("spec", "template", "spec", "containers").Single();
        Assert.Equal($"registry.example/app:{revision}", container.GetString("image"));
        Assert.Equal($"r{revision}", deployment.GetString("spec", "template", "metadata", "labels", "app.kubernetes.io/version"));
        var name = container.GetObjects("env").Single().GetString("valueFrom", "configMapKeyRef", "name");
        var config = (await cluster.OfIntentAsync("v1", "ConfigMap", id)).Single(map => map.Name == name);
        Assert.Equal($"{revision}", config.GetString("data", "mode"));
    }

    private async Task AssertNothingLeftAsync(string id, IntentStatus status)
    {
        var remembered = status.Inventory.Select(entry => (entry.Kind, entry.Name)).ToHashSet();
        foreach (var (apiVersion, kind) in new[]
        {
            ("v1", "ConfigMap"), ("v1", "Secret"), ("v1", "Service"), ("v1", "ServiceAccount"), ("apps/v1", "Deployment"),
            ("networking.k8s.io/v1", "NetworkPolicy"),
        })
        {
            var there = await cluster.OfIntentAsync(apiVersion, kind, id);
            Assert.All(there, (JsonObject found) => Assert.Contains((kind, found.Name!), remembered));
        }
    }

    private async Task<TestAgent> StartAsync(TestPlane plane, string id)
    {
        var agent = await TestAgent.StartAsync(cluster, plane, $"pdp-{id}");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader, _patience);
        return agent;
    }

    private static async Task IdleAsync(TestAgent agent)
    {
        var queue = agent.Get<ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0, _patience);
    }
}
