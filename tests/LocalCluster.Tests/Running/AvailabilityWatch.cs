using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Tests.Running;

/// <summary>Follows the pods of an app through every change and remembers the extremes.</summary>
internal sealed class AvailabilityWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private int _least = int.MaxValue;

    private AvailabilityWatch(RunningCluster cluster, string app, TaskCompletionSource ready)
    {
        var start = cluster.Pods(app).Count;
        _following = Task.Run(() => FollowAsync(cluster, app, start, ready));
    }

    /// <summary>Starts following; what was there before has been seen when this returns, so that no moment is measured half.</summary>
    public static async Task<AvailabilityWatch> StartAsync(RunningCluster cluster, string app)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new AvailabilityWatch(cluster, app, ready);
        await ready.Task;
        return watch;
    }

    /// <summary>Pods of two images were there, and not ended, at the same time.</summary>
    public bool SawTwoImages { get; private set; }

    /// <summary>Stops following; the fewest pods that were ready at a time.</summary>
    public async Task<int> LeastAsync()
    {
        await _stop.CancelAsync();
        await _following;
        return _least;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task FollowAsync(RunningCluster cluster, string app, int start, TaskCompletionSource ready)
    {
        var pods = new Dictionary<string, System.Text.Json.Nodes.JsonObject>(StringComparer.Ordinal);
        var seen = 0;
        try
        {
            await foreach (var change in cluster.Api.Watch("pods", _stop.Token).ReadAllAsync(_stop.Token))
            {
                if (change.Object.Label("app") != app) continue;
                if (change.Type == WatchEventType.Deleted) pods.Remove(change.Object.Uid());
                else pods[change.Object.Uid()] = change.Object;
                if (++seen < start) continue;
                ready.TrySetResult();
                var active = pods.Values.Where(PodFacts.IsActive).ToList();
                _least = Math.Min(_least, active.Count(PodFacts.IsReady));
                SawTwoImages |= pods.Values.Where(pod => !pod.IsFinished()).Select(pod => pod.Items("spec", "containers").First().Text("image")).Distinct(StringComparer.Ordinal).Count() > 1;
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
