using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Probes;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>One run from its start to its end: hooks, probes, and an end with grace when it is asked for.</summary>
internal sealed class ContainerLifetime(NodeContext node, PodRecord pod, ContainerRecord container, IContainerRun run, ProbeSubject? subject, ContainerStop stop)
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);
    // Hooks that use up the grace period leave the program this much to end by itself, as the kubelet does.
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Action started)
    {
        using var over = new CancellationTokenSource();
        try
        {
            await LiveAsync(WatchAsync(started, over.Token));
        }
        finally
        {
            await over.CancelAsync();
            // Whatever went wrong here, the program must not go on unwatched.
            run.Kill();
        }

        return await run.Exited;
    }

    private async Task LiveAsync(Task<(string Name, TimeSpan? Grace)> watched)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStop = stop.Requested.Register(() => asked.TrySetResult());
        var first = await Task.WhenAny(run.Exited, watched, asked.Task);
        if (first == watched)
        {
            var (probe, grace) = await watched;
            node.Events.Normal(pod.Pod, NodeContext.Kubelet, "Killing", $"Container {container.Name} failed {probe} probe, will be restarted");
            await EndAsync(grace ?? PodGrace);
        }
        else if (first == asked.Task)
        {
            node.Events.Normal(pod.Pod, NodeContext.Kubelet, "Killing", $"Stopping container {container.Name}");
            await EndAsync(grace: null);
        }
    }

    private TimeSpan PodGrace => pod.Pod.Long("spec", "terminationGracePeriodSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGrace;

    private async Task<(string Name, TimeSpan? Grace)> WatchAsync(Action started, CancellationToken cancellationToken)
    {
        if (subject is not null && container.Spec.Object("lifecycle", "postStart") is { } hook && !await HookAsync(hook, "PostStartHook", PodGrace, cancellationToken))
            return ("postStart", null);
        if (subject is null)
        {
            started();
            await Task.Delay(Timeout.InfiniteTimeSpan, node.Time, cancellationToken);
        }

        return await new ContainerProbes(node.Probes, subject!, Report, node.Time).WatchAsync(
            () =>
            {
                pod.Change(() => container.Started = true);
                started();
            },
            ready => pod.Change(() => container.Ready = ready && !run.Exited.IsCompleted),
            cancellationToken);
    }

    /// <summary>Ends the run: hook, request, and after the grace period force. Without a grace of its own the pod's end decides.</summary>
    private async Task EndAsync(TimeSpan? grace)
    {
        using var own = grace is { } period ? new CancellationTokenSource(period, node.Time) : new CancellationTokenSource();
        using var force = CancellationTokenSource.CreateLinkedTokenSource(own.Token, stop.Now);
        var hooked = subject is not null && !force.IsCancellationRequested && container.Spec.Object("lifecycle", "preStop") is not null;
        if (hooked) await HookAsync(container.Spec.Object("lifecycle", "preStop")!, "PreStopHook", PodGrace, force.Token);
        run.Terminate();
        if (hooked && force.IsCancellationRequested) await Task.WhenAny(run.Exited, Task.Delay(LeastGrace, node.Time, CancellationToken.None));
        await using var kill = force.Token.Register(run.Kill);
        await run.Exited;
    }

    private async Task<bool> HookAsync(JsonObject hook, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var result = await node.Probes.TryAsync(hook, subject!, limit, cancellationToken);
            if (!result.Succeeded) node.Events.Warning(pod.Pod, NodeContext.Kubelet, $"Failed{name}", $"{name} failed: {result.Message}");
            return result.Succeeded;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void Report(string probe, string message) =>
        node.Events.Warning(pod.Pod, NodeContext.Kubelet, "Unhealthy", $"{probe} probe failed: {message}");
}
