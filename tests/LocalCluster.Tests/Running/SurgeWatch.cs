using System.Threading.Channels;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Tests.Running;

/// <summary>
/// Follows the ReplicaSets of an app and remembers the most pods they were told to have at a time. That is what <c>maxSurge</c> limits: of the
/// pods themselves there may be more for a moment, where one set has not let go of its own when another makes the next.
/// </summary>
internal sealed class SurgeWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private int _most;

    /// <summary>Starts following; no change after this is missed.</summary>
    public SurgeWatch(RunningCluster cluster, string app)
    {
        var changes = cluster.Api.Watch("replicasets.apps", _stop.Token);
        _following = Task.Run(() => FollowAsync(changes, app));
    }

    /// <summary>Stops following; the most there were at a time.</summary>
    public async Task<int> MostAsync()
    {
        await _stop.CancelAsync();
        await _following;
        return _most;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task FollowAsync(ChannelReader<WatchEvent> changes, string app)
    {
        var wanted = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            await foreach (var change in changes.ReadAllAsync(_stop.Token))
            {
                if (change.Object.Label("app") != app) continue;
                if (change.Type == WatchEventType.Deleted) wanted.Remove(change.Object.Uid());
                else wanted[change.Object.Uid()] = change.Object.Int("spec", "replicas") ?? 0;
                _most = Math.Max(_most, wanted.Values.Sum());
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
