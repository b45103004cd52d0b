using System.Globalization;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Logs;
using Pdp.LocalCluster.Node.Probes;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>Runs one container of a pod: finds its image, starts it, probes it, starts it again when it ends and should not have.</summary>
internal sealed class ContainerRunner(NodeContext node, PodRecord pod, ContainerRecord container, PodVolumes volumes, ContainerStop stop)
{
    // A run of this length was no crash: the next one starts from the shortest pause again.
    private static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(10);

    private readonly Backoff _restarts = new(node.Options.FirstRestartPause, node.Options.LongestRestartPause);

    /// <summary>Runs until the container has ended for good, or the pod is to end.</summary>
    /// <param name="started">Called each time the container has started, its startup probe passed.</param>
    public async Task RunAsync(Action started)
    {
        try
        {
            while (true)
            {
                var entry = await PullAsync();
                var end = await RunOnceAsync(entry, started);
                pod.Change(() => (container.State, container.Ready, container.Started) = (end, false, false));
                if (stop.Requested.IsCancellationRequested || !ShouldRestart(end)) return;
                await PauseAsync(end);
            }
        }
        catch (OperationCanceledException) when (stop.Requested.IsCancellationRequested)
        {
            // Told to end while it waited for something.
        }
    }

    private string RestartPolicy => pod.Pod.Text("spec", "restartPolicy") ?? "Always";

    private bool ShouldRestart(ContainerState.Terminated end) => container switch
    {
        { IsSidecar: true } => true,
        { IsInit: true } => end.ExitCode != 0 && RestartPolicy != "Never",
        _ => RestartPolicy == "Always" || (RestartPolicy == "OnFailure" && end.ExitCode != 0),
    };

    private async Task<CatalogueEntry> PullAsync()
    {
        var pauses = new Backoff(node.Options.FirstPullPause, node.Options.LongestRestartPause);
        pauses.Next();
        while (true)
        {
            if (node.Catalogue.Find(container.Image) is { } entry)
            {
                pod.Change(() => container.ImageIsKnown = true);
                return entry;
            }

            var message = $"failed to pull and unpack image \"{container.Image}\": not found: no entry of the catalogue matches";
            node.Events.Warning(pod.Pod, NodeContext.Kubelet, "Failed", $"Failed to pull image \"{container.Image}\": {message}");
            Wait("ErrImagePull", message);
            var pause = pauses.Next();
            // The kubelet says first what happened and a moment later that it waits.
            await Task.Delay(TimeSpan.FromSeconds(1), node.Time, stop.Requested);
            Wait("ImagePullBackOff", $"Back-off pulling image \"{container.Image}\": ErrImagePull: {message}");
            await Task.Delay(pause, node.Time, stop.Requested);
        }
    }

    private async Task<ContainerState.Terminated> RunOnceAsync(CatalogueEntry entry, Action started)
    {
        var delay = entry.Run == RunKind.Simulated ? entry.ReadyAfter : entry.StartupDelay;
        if (delay > TimeSpan.Zero) await Task.Delay(delay, node.Time, stop.Requested);
        var command = entry.Run == RunKind.Process ? await CommandAsync(entry) : null;
        var startedAt = node.Time.GetUtcNow();
        var path = Path.Combine(node.Directories.Pod(pod.Uid), container.Name, $"{container.RestartCount}.log");
        var log = new ContainerLog(path, node.Time, new LogRotation(node.Options.ContainerLogMaxBytes));
        IContainerRun run;
        try
        {
            run = await StartAsync(entry, command, log);
        }
        catch (Exception error) when (error is IOException or System.ComponentModel.Win32Exception)
        {
            log.Complete();
            node.Events.Warning(pod.Pod, NodeContext.Kubelet, "Failed", $"Error: {error.Message}");
            return new ContainerState.Terminated(128, "StartError", startedAt, node.Time.GetUtcNow(), error.Message);
        }

        pod.Change(() =>
        {
            (container.Log, container.Run) = (log, run);
            container.Id = "local://" + Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture);
            container.ProcessId = run.ProcessId;
            container.State = new ContainerState.Running(startedAt);
            // Nothing to probe: ready with the start, in one change.
            if (command is null) (container.Started, container.Ready) = (true, true);
        });
        node.Events.Normal(pod.Pod, NodeContext.Kubelet, "Started", $"Started container {container.Name}");
        var lifecycle = new ContainerLifetime(node, pod, container, run, command is null ? null : Subject(entry, command), stop);
        var exitCode = await lifecycle.RunAsync(started);
        log.Complete();
        (run as IDisposable)?.Dispose();
        return new ContainerState.Terminated(exitCode, exitCode == 0 ? "Completed" : "Error", startedAt, node.Time.GetUtcNow()) { ContainerId = container.Id };
    }

    private async Task<IContainerRun> StartAsync(CatalogueEntry entry, ContainerCommand? command, ContainerLog log)
    {
        if (command is not null) return new ProcessRun(await node.Launcher.StartAsync(command.Main(), stop.Requested), log, node.Time);
        var ends = !container.IsSidecar && (container.IsInit || RestartPolicy != "Always");
        var after = entry.ExitAfter ?? (entry.Run == RunKind.Simulated && ends ? entry.ReadyAfter : null);
        return new SimulatedRun(after, entry.ExitCode, node.Time);
    }

    private async Task<ContainerCommand> CommandAsync(CatalogueEntry entry)
    {
        while (true)
        {
            try
            {
                return new ContainerCommand(node, entry, pod.Pod, container.Spec, pod.Address!, volumes.MountsOf(container.Spec));
            }
            catch (MissingException missing)
            {
                Wait("CreateContainerConfigError", missing.Message);
                node.Events.Warning(pod.Pod, NodeContext.Kubelet, "Failed", $"Error: {missing.Message}");
                await Task.Delay(node.Options.MissingPause, node.Time, stop.Requested);
            }
        }
    }

    private ProbeSubject Subject(CatalogueEntry entry, ContainerCommand command) =>
        new(container.Spec, pod.Address!, node.Loopback.RealPort, entry.Exec, command.Local);

    private async Task PauseAsync(ContainerState.Terminated end)
    {
        if (end.FinishedAt - end.StartedAt >= GoodRun) _restarts.Reset();
        var pause = _restarts.Next();
        if (pause > TimeSpan.Zero)
        {
            var who = $"container={container.Name} pod={pod.Key.Name}_{pod.Key.Namespace}({pod.Uid})";
            node.Events.Warning(pod.Pod, NodeContext.Kubelet, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.Key.Name}_{pod.Key.Namespace}({pod.Uid})");
            pod.Change(() => (container.Last, container.State) =
                (end, new ContainerState.Waiting("CrashLoopBackOff", string.Create(CultureInfo.InvariantCulture, $"back-off {pause.TotalSeconds:0.###}s restarting failed {who}"))));
            await Task.Delay(pause, node.Time, stop.Requested);
        }

        pod.Change(() =>
        {
            container.Last = end;
            container.RestartCount++;
            container.PreviousLog?.Dispose();
            (container.PreviousLog, container.Log) = (container.Log, null);
        });
    }

    private void Wait(string reason, string message) => pod.Change(() => container.State = new ContainerState.Waiting(reason, message));
}
