using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>A pod's status from the state of its containers, as the kubelet writes it.</summary>
internal static class PodStatus
{
    public static JsonObject Of(
        JsonObject pod, IReadOnlyList<ContainerRecord> containers, string? address, bool initialized, (string Reason, string Message)? failure, string hostAddress, DateTimeOffset now)
    {
        var status = pod.Object("status")?.Copy() ?? [];
        var main = containers.Where(container => !container.IsInit).ToList();
        var init = containers.Where(container => container.IsInit).ToList();
        var phase = failure is null ? Phase(main, initialized, pod.Text("spec", "restartPolicy") ?? "Always") : "Failed";
        status["phase"] = phase;
        if (failure is { Reason.Length: > 0 } failed) (status["reason"], status["message"]) = (failed.Reason, failed.Message);
        status["hostIP"] = hostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress });
        status.TryAdd("startTime", now.ToKube());
        if (address is not null)
        {
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        }

        status["conditions"] = ConditionsOf(status, pod, main, address is not null, initialized, phase, now);
        if (init.Count > 0) status["initContainerStatuses"] = new JsonArray([.. init.Select(ContainerStatus.Of)]);
        status["containerStatuses"] = new JsonArray([.. main.Select(ContainerStatus.Of)]);
        return status;
    }

    private static string Phase(List<ContainerRecord> main, bool initialized, string restartPolicy)
    {
        if (!initialized) return "Pending";
        // One that waits but has run before is between two runs, not new.
        if (main.Exists(container => container.State is ContainerState.Waiting && container.Last is null)) return "Pending";
        var ended = main.Select(container => container.State as ContainerState.Terminated ?? (container.State is ContainerState.Waiting ? container.Last : null)).ToList();
        if (ended.Contains(null) || restartPolicy == "Always") return "Running";
        if (ended.TrueForAll(end => end!.ExitCode == 0)) return "Succeeded";
        return restartPolicy == "Never" ? "Failed" : "Running";
    }

    private static JsonArray ConditionsOf(JsonObject status, JsonObject pod, List<ContainerRecord> main, bool sandbox, bool initialized, string phase, DateTimeOffset now)
    {
        var conditions = status.Array("conditions")?.DeepClone().AsArray() ?? [];
        var finished = phase is "Succeeded" or "Failed";
        Set("PodScheduled", true, null, null);
        Set("PodReadyToStartContainers", sandbox && !finished, null, null);
        Set("Initialized", initialized, "ContainersNotInitialized", "containers with incomplete status");
        var unready = main.Where(container => !container.Ready).Select(container => container.Name).ToList();
        var (reason, message) = finished ? ("PodCompleted", null) : ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
        Set("ContainersReady", unready.Count == 0 && !finished, reason, message);
        var gates = pod.Items("spec", "readinessGates").Where(gate => Conditions.In(conditions, gate.Text("conditionType") ?? "").Text("status") != "True").ToList();
        if (unready.Count == 0 && gates.Count > 0) (reason, message) = ("ReadinessGatesNotReady", "corresponding condition of a pod readiness gate is not True");
        Set("Ready", unready.Count == 0 && gates.Count == 0 && !finished, reason, message);
        return conditions;

        void Set(string type, bool holds, string? why, string? what) =>
            Conditions.Set(conditions, type, holds ? "True" : "False", holds ? (finished && type == "Initialized" ? "PodCompleted" : null) : why, holds ? null : what, now);
    }
}
