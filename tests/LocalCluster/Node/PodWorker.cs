using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Containers;

namespace Pdp.LocalCluster.Node;

/// <summary>One pod on this node, from its volumes to its last container's end.</summary>
internal sealed class PodWorker : IDisposable
{
    private readonly NodeContext _node;
    private readonly ContainerStop _stop;
    private readonly IPAddress? _address;

    public PodWorker(NodeContext node, JsonObject pod, Action<PodRecord> changed)
    {
        _node = node;
        _stop = new ContainerStop(node.Time);
        Record = new PodRecord(pod, changed);
        _address = pod.Bool("spec", "hostNetwork") == true ? null : node.Loopback.TakePod();
        // What follows runs beside the watch that brought the pod.
        Ended = Task.Run(RunAsync);
    }

    public PodRecord Record { get; }

    /// <summary>Completes when nothing of the pod runs any more.</summary>
    public Task Ended { get; }

    /// <summary>Ends the pod's containers within <paramref name="grace"/>; none means at once.</summary>
    public void Stop(TimeSpan grace) => _stop.Request(grace);

    /// <summary>Gives back what the pod had; call once it has ended and its object is gone.</summary>
    public void Dispose()
    {
        if (_address is not null) _node.Loopback.ReturnPod(_address);
        Record.CloseLogs();
        NodeDirectories.Drop(_node.Directories.Pod(Record.Uid));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var address = _address?.ToString() ?? _node.HostAddress;
            var volumes = await PrepareAsync(address);
            using var deadline = Deadline();
            Record.SetAddress(address);
            var sidecars = new List<Task>();
            foreach (var container in Record.InitContainers)
            {
                if (!await InitializeAsync(container, volumes, sidecars)) return;
            }

            Record.SetInitialized();
            await Task.WhenAll(Record.Containers.Select(container => new ContainerRunner(_node, Record, container, volumes, _stop).RunAsync(() => { })));
            // The pod's work is done; what only helped it ends too.
            if (sidecars.Count > 0) _stop.Request(TimeSpan.FromSeconds(Record.Pod.Long("spec", "terminationGracePeriodSeconds") ?? 30));
            await Task.WhenAll(sidecars);
        }
        catch (OperationCanceledException) when (_stop.Requested.IsCancellationRequested)
        {
            // Deleted before it got anywhere.
        }
    }

    /// <summary>Runs an init container to its end, or a sidecar to its start.</summary>
    /// <returns>Whether the next may start.</returns>
    private async Task<bool> InitializeAsync(ContainerRecord container, PodVolumes volumes, List<Task> sidecars)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new ContainerRunner(_node, Record, container, volumes, _stop).RunAsync(() => started.TrySetResult());
        if (container.IsSidecar)
        {
            sidecars.Add(running);
            await Task.WhenAny(running, started.Task);
            return !running.IsCompleted;
        }

        await running;
        if (_stop.Requested.IsCancellationRequested) return false;
        if (Record.Read(() => container.State) is ContainerState.Terminated { ExitCode: 0 })
        {
            Record.Change(() => container.Ready = true);
            return true;
        }

        Record.Fail("", $"init container {container.Name} failed");
        return false;
    }

    private async Task<PodVolumes> PrepareAsync(string address)
    {
        while (true)
        {
            try
            {
                var volumes = new PodVolumes(_node.Api, _node.Directories, _node.Options, Record.Pod, address, _node.HostAddress);
                volumes.Prepare();
                return volumes;
            }
            catch (MissingException missing)
            {
                _node.Events.Warning(Record.Pod, NodeContext.Kubelet, "FailedMount", missing.Message);
                await Task.Delay(_node.Options.MissingPause, _node.Time, _stop.Requested);
            }
        }
    }

    private ITimer? Deadline()
    {
        if (Record.Pod.Long("spec", "activeDeadlineSeconds") is not { } seconds) return null;
        return _node.Time.CreateTimer(
            _ =>
            {
                Record.Fail("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
                _stop.Request(TimeSpan.FromSeconds(Record.Pod.Long("spec", "terminationGracePeriodSeconds") ?? 30));
            },
            null,
            TimeSpan.FromSeconds(seconds),
            Timeout.InfiniteTimeSpan);
    }
}
