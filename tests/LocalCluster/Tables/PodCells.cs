using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

/// <summary>What a pod is doing, in one word.</summary>
internal static class PodCells
{
    public static string Ready(JsonObject pod)
    {
        var ready = pod.Items("status", "containerStatuses").Count(s => s.Bool("ready") == true);
        return string.Create(CultureInfo.InvariantCulture, $"{ready}/{pod.Items("spec", "containers").Count()}");
    }

    public static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        var count = statuses.Sum(s => s.Long("restartCount") ?? 0);
        var last = statuses.Select(s => s.Time("lastState", "terminated", "finishedAt")).Max();
        return count > 0 && last is not null ? $"{count} ({Cells.Since(last, now)} ago)" : count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The phase, unless a container has something more telling to say.</summary>
    public static string Status(JsonObject pod)
    {
        var reason = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
        if (Initializing(pod) is { } initializing)
            reason = initializing;
        else
            reason = Container(pod, reason);
        if (pod.Text("metadata", "deletionTimestamp") is null)
            return reason;
        return pod.Text("status", "reason") == "NodeLost" ? "Unknown" : reason is "Completed" or "Error" ? reason : "Terminating";
    }

    private static string? Initializing(JsonObject pod)
    {
        var statuses = pod.Items("status", "initContainerStatuses").ToList();
        var total = pod.Items("spec", "initContainers").Count();
        for (var i = 0; i < statuses.Count; i++)
        {
            var state = statuses[i].Object("state");
            if (state.Long("terminated", "exitCode") == 0
                || (state.Object("running") is not null && statuses[i].Bool("started") == true && IsSidecar(pod, i)))
                continue;
            if (state.Object("terminated") is { } terminated)
                return $"Init:{terminated.Text("reason") ?? $"ExitCode:{terminated.Long("exitCode")}"}";
            return state.Text("waiting", "reason") is { } waiting and not "PodInitializing" ? $"Init:{waiting}" : $"Init:{i}/{total}";
        }
        return null;
    }

    private static bool IsSidecar(JsonObject pod, int index) =>
        pod.Items("spec", "initContainers").ElementAtOrDefault(index).Text("restartPolicy") == "Always";

    private static string Container(JsonObject pod, string reason)
    {
        var running = false;
        foreach (var status in pod.Items("status", "containerStatuses").Reverse())
        {
            var state = status.Object("state");
            if (state.Text("waiting", "reason") is { Length: > 0 } waiting)
                reason = waiting;
            else if (state.Object("terminated") is { } terminated)
                reason = terminated.Text("reason") ?? $"ExitCode:{terminated.Long("exitCode")}";
            else if (state.Object("running") is not null && status.Bool("ready") == true)
                running = true;
        }
        // One container has completed while another runs.
        return reason == "Completed" && running ? "Running" : reason;
    }
}
