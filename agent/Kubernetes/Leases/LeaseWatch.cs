using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Leases;

/// <summary>
/// Follows a Lease, so that a candidate standing by need not ask for it: a lease given back is heard of at once, and one that runs out needs
/// no request at all until then.
/// </summary>
internal sealed class LeaseWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private JsonObject? _lease;
    private bool _isFollowing;
    private TaskCompletionSource _changed = NewSignal();

    public LeaseWatch(IKubernetesApi api, LeaseOptions options)
    {
        var only = new WatchOptions { Namespace = options.Namespace, FieldSelector = $"metadata.name={options.Name}" };
        _ = FollowAsync(api, only);
    }

    /// <summary>
    /// Whether changes are heard of now, the lease as told last (null when there is none), and what completes at the next change of either.
    /// </summary>
    public (bool IsFollowing, JsonObject? Lease, Task Changed) Picture
    {
        get { lock (_lock) return (_isFollowing, _lease, _changed.Task); }
    }

    /// <summary>Stops following, without waiting for the connection to notice: a leader has better to do.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task FollowAsync(IKubernetesApi api, WatchOptions only)
    {
        try
        {
            await foreach (var notification in api.WatchAsync(LeaseCandidate.Lease, only, _stop.Token)) Hear(notification);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody stands by any more.
        }
        catch (KubernetesException)
        {
            // It cannot be watched, so it is asked for instead.
        }
        finally
        {
            Tell(() => _isFollowing = false);
        }
    }

    private void Hear(WatchNotification notification)
    {
        switch (notification)
        {
            case WatchNotification.Added { Object: var lease }:
                Tell(() => _lease = lease);
                break;
            case WatchNotification.Modified { Object: var lease }:
                Tell(() => _lease = lease);
                break;
            case WatchNotification.Deleted:
                Tell(() => _lease = null);
                break;
            case WatchNotification.Reset:
                Tell(() => (_isFollowing, _lease) = (false, null));
                break;
            case WatchNotification.Synced or WatchNotification.Resumed:
                Tell(() => _isFollowing = true);
                break;
            case WatchNotification.Interrupted:
                Tell(() => _isFollowing = false);
                break;
        }
    }

    private void Tell(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var wasFollowing = _isFollowing;
            change();
            // While nothing is heard, nobody waits for it.
            if (!wasFollowing && !_isFollowing) return;
            (changed, _changed) = (_changed, NewSignal());
        }
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
