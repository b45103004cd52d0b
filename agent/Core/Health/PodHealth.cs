using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Health of one pod, with the closest reason where it does not run.</summary>
internal static class PodHealth
{
    private const int RestartsThatCount = 2;

    public static ObjectHealth Of(JsonObject pod) => pod.Text("status", "phase") switch
    {
        "Succeeded" => Verdict.Healthy,
        "Failed" => Verdict.Degraded(FailureReason.CrashLooping, Failed(pod)),
        _ when pod.Says("Ready", "True") => Verdict.Healthy,
        _ => Unschedulable(pod) ?? Containers(pod).Select(OfContainer).FirstOrDefault(problem => problem is not null) ?? Waiting(pod),
    };

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.Objects("status", "initContainerStatuses").Concat(pod.Objects("status", "containerStatuses"));

    private static string Failed(JsonObject pod) =>
        pod.Text("status", "message") is { Length: > 0 } message ? message
        : Containers(pod).FirstOrDefault(status => status.At("state", "terminated") is not null) is { } ended ? Ended(ended, "state")
        : "the pod failed";

    private static ObjectHealth? Unschedulable(JsonObject pod)
    {
        var scheduled = pod.Condition("PodScheduled");
        if (scheduled.Text("status") != "False" || scheduled.Text("reason") == "SchedulingGated")
            return null;
        var why = scheduled.Explain("the scheduler does not say why");
        return Verdict.Progressing($"no node takes the pod: {why}", FailureReason.Unschedulable);
    }

    private static ObjectHealth? OfContainer(JsonObject status)
    {
        var name = status.Text("name");
        var waiting = status.At("state", "waiting");
        return waiting.Text("reason") switch
        {
            "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "ErrImageNeverPull" or "RegistryUnavailable" =>
                Verdict.Degraded(FailureReason.ImagePullFailed, $"the image of container {name} cannot be pulled: {Why(waiting)}"),
            "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" =>
                Verdict.Degraded(FailureReason.ContainerConfigError, $"container {name} cannot be made: {Why(waiting)}"),
            "CrashLoopBackOff" =>
                Verdict.Degraded(FailureReason.CrashLooping, $"container {name} {Ended(status, "lastState")} again and again"),
            _ when status.At("state", "terminated") is not null && status.Number("restartCount") >= RestartsThatCount =>
                Verdict.Degraded(FailureReason.CrashLooping, $"container {name} {Ended(status, "state")} again and again"),
            _ => null,
        };
    }

    private static ObjectHealth Waiting(JsonObject pod)
    {
        var unready = pod.Objects("status", "containerStatuses")
            .FirstOrDefault(status => status.At("state", "running") is not null && !status.IsTrue("ready"));
        return unready is not null
            ? Verdict.Progressing($"container {unready.Text("name")} runs but is not ready", FailureReason.NotReady)
            : Verdict.Progressing("the pod is starting");
    }

    private static string Ended(JsonObject status, string state)
    {
        var terminated = status.At(state, "terminated");
        if (terminated.Text("reason") == "OOMKilled")
            return "ran out of memory";
        return terminated.Number("exitCode") is { } code ? $"ends with exit code {code}" : "ends";
    }

    private static string Why(JsonNode? waiting) => (waiting as JsonObject).Explain("the node does not say why");
}
