using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Benchmarks.Measuring;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Apply;

/// <summary>How long an edit of something managed stands before the agent has put it back, one edit at a time.</summary>
internal static class Repairs
{
    private const string Label = "app.kubernetes.io/part-of";
    private const string Edited = "edited";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ClusterApi cluster, int edits, CancellationToken ct)
    {
        var deployments = (await cluster.ListAsync(ClusterPaths.Collection("deployments") + "?labelSelector=pdp.dev%2Fintent", ct)).Take(edits).ToList();
        var repaired = new ConcurrentDictionary<string, TaskCompletionSource<long>>(StringComparer.Ordinal);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(cluster, repaired, stopping.Token);
        var times = new List<double>();
        foreach (var deployment in deployments)
        {
            var name = ClusterPaths.NameOf(deployment);
            var path = ClusterPaths.Object("deployments", ClusterPaths.NamespaceOf(deployment), name);
            var edit = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [Label] = Edited } } };
            var back = repaired.GetOrAdd(name, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            var edited = TimeProvider.System.GetTimestamp();
            await cluster.StrategicMergeAsync(path, edit, ct);
            times.Add(TimeProvider.System.GetElapsedTime(edited, await back.Task.WaitAsync(Limit, ct)).TotalMilliseconds);
        }

        await stopping.CancelAsync();
        await watching;
        times.Sort();
        return
        [
            new($"drift → put back, p50 of {times.Count}", Figure.At(times, 0.5), "ms"),
            new($"drift → put back, p99 of {times.Count}", Figure.At(times, 0.99), "ms"),
        ];
    }

    private static async Task WatchAsync(
        ClusterApi cluster, ConcurrentDictionary<string, TaskCompletionSource<long>> repaired, CancellationToken ct)
    {
        try
        {
            // Only what was seen edited can be seen put back.
            var seen = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var change in cluster.WatchAsync(ClusterPaths.Collection("deployments") + "?labelSelector=pdp.dev%2Fintent", ct))
            {
                var at = TimeProvider.System.GetTimestamp();
                if (change["object"] is not JsonObject live) continue;
                var name = ClusterPaths.NameOf(live);
                if ((string?)live["metadata"]!["labels"]?[Label] == Edited) seen.Add(name);
                else if (seen.Contains(name) && repaired.TryGetValue(name, out var back)) back.TrySetResult(at);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }
}
