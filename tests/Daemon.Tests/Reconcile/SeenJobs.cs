using System.Collections.Concurrent;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Every Job of an intent there ever was, deleted ones too.</summary>
internal sealed class SeenJobs : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _uids = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;

    private SeenJobs(TestCluster cluster, string intent) => _watching = WatchAsync(cluster, intent);

    public int Count => _uids.Count;

    public static async Task<SeenJobs> StartAsync(TestCluster cluster, string intent)
    {
        var seen = new SeenJobs(cluster, intent);
        await seen._synced.Task;
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync(TestCluster cluster, string intent)
    {
        var options = new WatchOptions { LabelSelector = $"pdp.dev/intent={intent}" };
        await foreach (var change in cluster.Admin.WatchAsync(GroupVersionKind.Parse("batch/v1", "Job"), options, _stop.Token))
        {
            if (change is WatchNotification.Added { Object: var added }) _uids.TryAdd(added.Uid!, true);
            if (change is WatchNotification.Modified { Object: var modified }) _uids.TryAdd(modified.Uid!, true);
            if (change is WatchNotification.Synced) _synced.TrySetResult();
        }
    }
}
