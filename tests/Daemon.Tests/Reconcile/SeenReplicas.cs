using System.Collections.Concurrent;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Every number of replicas the Deployment of an intent ever asked for.</summary>
internal sealed class SeenReplicas : IAsyncDisposable
{
    private readonly ConcurrentQueue<long> _numbers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;

    private SeenReplicas(TestCluster cluster, string intent) => _watching = WatchAsync(cluster, intent);

    public IReadOnlyList<long> Distinct => [.. _numbers.Distinct()];

    public static async Task<SeenReplicas> StartAsync(TestCluster cluster, string intent)
    {
        var seen = new SeenReplicas(cluster, intent);
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
        await foreach (var change in cluster.Admin.WatchAsync(GroupVersionKind.Parse("apps/v1", "Deployment"), options, _stop.Token))
        {
            if (change is WatchNotification.Added { Object: var added }) _numbers.Enqueue(added["spec"]!["replicas"]!.GetValue<long>());
            if (change is WatchNotification.Modified { Object: var modified }) _numbers.Enqueue(modified["spec"]!["replicas"]!.GetValue<long>());
            if (change is WatchNotification.Synced) _synced.TrySetResult();
        }
    }
}
