using System.Collections.Concurrent;
using Pdp.Core.Logs;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Watching;
using Pdp.LogStore;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>
/// Follows the logs of all pods there are into the store. Run by the leader only: each replica has a volume of its own, and lines stored twice
/// would be answered twice.
/// </summary>
internal sealed class LogCollector(
    IKubernetesApi api, ILogSink store, LogCollectorOptions options, TimeProvider time, Chance chance, ILogger<LogCollector> logger)
{
    private static readonly GroupVersionKind Pods = new("", "v1", "Pod");

    private readonly LogIntake _intake = new(store);
    private readonly ObjectCache _cache = new();
    private readonly ConcurrentDictionary<LogSource, (ContainerFollower Follower, Task Running)> _followers = new();

    /// <summary>How many containers are followed.</summary>
    public int Following => _followers.Count;

    /// <summary>Why what was read last could not be stored; null when it was.</summary>
    public string? Trouble => _intake.Trouble;

    /// <summary>Of how many of them the log cannot be read now.</summary>
    public int Unreadable => _followers.Values.Count(one => one.Follower.Failure is not null);

    /// <summary>Whose logs cannot be read now, and why the first of them cannot; null when all can.</summary>
    public string? Unread =>
        _followers.Values.Select(one => one.Follower.Failure).OfType<string>().Order(StringComparer.Ordinal).ToList() is [var first, ..] all
            ? $"the logs of {all.Count} of {Following} containers cannot be read now: {first}"
            : null;

    /// <summary>Collects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var storing = _intake.RunAsync(stop.Token);
        try
        {
            await await Task.WhenAny(WatchAsync(stop.Token), storing);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(_followers.Values.Select(one => one.Running).Append(UnlessStoppedAsync(storing)));
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var notification in api.WatchAsync(Pods, new WatchOptions { LabelSelector = options.Selector }, cancellationToken))
        {
            foreach (var change in _cache.Take(notification)) Take(change, cancellationToken);
        }
    }

    private void Take(ObjectChange change, CancellationToken cancellationToken)
    {
        var now = change.Now is { } pod ? PodContainers.Of(pod).ToDictionary(target => target.Source) : [];
        foreach (var target in now.Values) Follow(target, cancellationToken);
        foreach (var gone in change.Before is { } before ? PodContainers.Of(before).Select(target => target.Source).Except(now.Keys) : [])
        {
            if (_followers.TryGetValue(gone, out var one)) one.Follower.Leave();
        }
    }

    private void Follow(LogTarget target, CancellationToken cancellationToken)
    {
        if (_followers.TryGetValue(target.Source, out var known) && known.Follower.TryUpdate(target)) return;
        var follower = new ContainerFollower(api, _intake, target, options, time, chance, logger);
        _followers[target.Source] = (follower, FollowAsync(follower, known.Running, cancellationToken));
    }

    // A pod may come again under the name of one that is just being left.
    private async Task FollowAsync(ContainerFollower follower, Task? before, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (before is not null) await before;
        await UnlessStoppedAsync(follower.RunAsync(cancellationToken));
        if (_followers.TryGetValue(follower.Source, out var one) && one.Follower == follower) _followers.TryRemove(new(follower.Source, one));
    }

    private static async Task UnlessStoppedAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
