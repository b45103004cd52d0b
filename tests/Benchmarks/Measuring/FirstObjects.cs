using System.Collections.Concurrent;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Measuring;

/// <summary>Notes when the first object of each intent appears in the cluster, and when its Deployment does, by watching as any client can.</summary>
internal sealed class FirstObjects : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, long> _first = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _deployments = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watches;

    /// <summary>Watches a kind, or every kind there is: each watch is work for the API server that is measured.</summary>
    public FirstObjects(ClusterApi cluster, IReadOnlyList<string>? resources = null) =>
        _watches = Task.WhenAll((resources ?? ClusterPaths.Rendered).Select(resource => WatchAsync(cluster, resource)));

    /// <summary>Whether an intent has its Deployment.</summary>
    public bool HasDeployment(string intent) => _deployments.ContainsKey(intent);

    /// <summary>When the first object of an intent appeared, by the system's timestamp; null for not yet.</summary>
    public long? Of(string intent) => _first.TryGetValue(intent, out var at) ? at : null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watches;
        _stopping.Dispose();
    }

    private async Task WatchAsync(ClusterApi cluster, string resource)
    {
        try
        {
            var path = ClusterPaths.Collection(resource) + "?labelSelector=pdp.dev%2Fintent";
            await foreach (var change in cluster.WatchAsync(path, _stopping.Token))
            {
                var at = TimeProvider.System.GetTimestamp();
                if ((string?)change["object"]?["metadata"]?["labels"]?["pdp.dev/intent"] is { } intent)
                {
                    _first.TryAdd(intent, at);
                    if (resource == "deployments")
                    {
                        _deployments.TryAdd(intent, at);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }
}
