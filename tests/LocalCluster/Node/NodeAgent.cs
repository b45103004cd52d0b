using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Containers;
using Pdp.LocalCluster.Node.Logs;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node;

/// <summary>The kubelet: runs the pods given to this node, says how they are, and takes them away when they have ended.</summary>
internal sealed partial class NodeAgent(NodeContext node, ILogger<NodeAgent> logger) : BackgroundService, IPodLogs
{
    // Several changes of a pod within this time are one write.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, PodWorker> _pods = new();
    private readonly WorkQueue<ObjectKey> _publish = new(node.Time);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(JsonObject pod, PodLogOptions options, CancellationToken ct)
    {
        var log = _pods.TryGetValue(ObjectKey.Of(pod), out var worker) && worker.Record.Uid == pod.Uid() ? worker.Record.LogOf(options.Container, options.Previous) : null;
        return LogReading.ReadAsync(log ?? throw NoLog(pod, options, worker?.Record), options, ct);
    }

    /// <summary>A container that runs now; null where it does not.</summary>
    public PlayedContainer? Container(ObjectKey pod, string container) =>
        _pods.TryGetValue(pod, out var worker) && worker.Record.RunOf(container) is var (run, log) ? new PlayedContainer(run, log) : null;

    /// <summary>The containers that run now.</summary>
    public IReadOnlyList<RunningContainer> Running() => [.. _pods.Values.SelectMany(worker => worker.Record.Running())];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var worker in _pods.Values) worker.Stop(TimeSpan.Zero);
        await Task.WhenAny(Task.WhenAll(_pods.Values.Select(worker => worker.Ended)), Task.Delay(KillLimit, node.Time, cancellationToken));
        foreach (var worker in _pods.Values) worker.Record.CloseLogs();
    }

    public override void Dispose()
    {
        _publish.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(FollowAsync(stoppingToken), PublishAsync(stoppingToken));
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in node.Api.Watch("pods", cancellationToken).ReadAllAsync(cancellationToken))
        {
            if (change.Object.Text("spec", "nodeName") == node.Options.Name) Take(change);
        }
    }

    private void Take(WatchEvent change)
    {
        var key = ObjectKey.Of(change.Object);
        if (_pods.TryGetValue(key, out var worker) && (change.Type == WatchEventType.Deleted || worker.Record.Uid != change.Object.Uid()))
        {
            // Gone, or gone and made anew under the same name.
            _pods.TryRemove(key, out _);
            worker.Stop(TimeSpan.Zero);
            _ = CleanUpAsync(worker);
            worker = null;
        }

        if (change.Type == WatchEventType.Deleted) return;
        if (worker is null && !change.Object.IsFinished() && !change.Object.IsDeleting())
        {
            worker = _pods[key] = new PodWorker(node, change.Object, record => _publish.AddAfter(record.Key, Gather));
            _ = FinishAsync(worker);
        }

        worker?.Record.Update(change.Object);
        if (!change.Object.IsDeleting()) return;
        if (worker is null) Remove(change.Object);
        else
        {
            worker.Stop(TimeSpan.FromSeconds(change.Object.Long("metadata", "deletionGracePeriodSeconds") ?? 30));
            if (worker.Ended.IsCompleted) _publish.Add(key);
        }
    }

    private async Task FinishAsync(PodWorker worker)
    {
        try
        {
            await worker.Ended;
        }
#pragma warning disable CA1031 // A fault in one pod's work must not stop the node; the pod says what happened.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogPodFailed(logger, error, worker.Record.Key);
            worker.Record.Fail("NodeError", error.Message);
        }

        _publish.Add(worker.Record.Key);
    }

    private static async Task CleanUpAsync(PodWorker worker)
    {
        await worker.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        worker.Dispose();
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _publish.TakeAsync(cancellationToken);
            try
            {
                Publish(key);
                _publish.Forget(key);
            }
            catch (ApiException refused)
            {
                if (!refused.IsConflict && !refused.IsNotFound) LogStatusRefused(logger, refused, key);
                if (!refused.IsNotFound) _publish.Retry(key);
            }

            _publish.Done(key);
        }
    }

    private void Publish(ObjectKey key)
    {
        if (!_pods.TryGetValue(key, out var worker) || node.Api.Get("pods", key.Namespace, key.Name) is not { } pod || pod.Uid() != worker.Record.Uid) return;
        var ended = worker.Ended.IsCompleted;
        var status = worker.Record.Status(pod, node.HostAddress, node.Time.GetUtcNow());
        // A pod on its way out is over once its containers are, whatever its restart policy.
        if (ended && pod.IsDeleting() && !pod.IsFinished()) PodEnd.Mark(status, worker.Record);
        if (!JsonEquality.Same(status, pod.At("status")))
        {
            var fresh = pod.Copy();
            fresh["status"] = status;
            pod = node.Api.UpdateStatus("pods", fresh, NodeContext.Kubelet);
        }

        if (ended && pod.IsDeleting()) Remove(pod);
    }

    private void Remove(JsonObject pod)
    {
        try
        {
            node.Api.Delete("pods", pod.Namespace(), pod.Name(), new DeleteOptions(GracePeriodSeconds: 0, Uid: pod.Uid()));
        }
        catch (ApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            // Removed by force meanwhile, and perhaps made anew.
        }
    }

    private static ApiException NoLog(JsonObject pod, PodLogOptions options, PodRecord? record)
    {
        var state = record?.Read(() => record.InitContainers.Concat(record.Containers).FirstOrDefault(container => container.Name == options.Container)?.State);
        var message = options.Previous
            ? $"previous terminated container \"{options.Container}\" in pod \"{pod.Name()}\" not found"
            : $"container \"{options.Container}\" in pod \"{pod.Name()}\" is waiting to start: {(state as ContainerState.Waiting)?.Reason ?? "ContainerCreating"}";
        return new ApiException(new ApiStatus(400, "BadRequest", message));
    }

    [LoggerMessage(7101, LogLevel.Error, "Pod {Key} could not be run")]
    private static partial void LogPodFailed(ILogger logger, Exception error, ObjectKey key);

    [LoggerMessage(7102, LogLevel.Warning, "The status of pod {Key} was refused")]
    private static partial void LogStatusRefused(ILogger logger, Exception error, ObjectKey key);
}
