using System.Text.Json.Nodes;
using Pdp.Core.Logs;
using Pdp.Core.Objects;
using Pdp.Daemon.Observability.Plane;
using Pdp.Kubernetes.Objects;
using Pdp.PlaneStore.Metrics;

namespace Pdp.Daemon.Observability.Samples;

/// <summary>Makes samples of what pods say of themselves and what the cluster measured of them.</summary>
internal static class PodSamples
{
    /// <summary>One sample for each container that runs, or should.</summary>
    /// <param name="pods">The agent's pods.</param>
    /// <param name="measured">PodMetrics of them, by namespace and name; what is not there was not measured.</param>
    /// <param name="now">The time of the samples.</param>
    public static IReadOnlyList<(LogSource Source, ContainerSample Sample)> Of(
        IEnumerable<JsonObject> pods, IReadOnlyDictionary<(string? Namespace, string? Name), JsonObject> measured, DateTimeOffset now) =>
    [
        .. from pod in pods
           where PodPlace.IsOurs(pod) && pod.GetString("status", "phase") is not ("Succeeded" or "Failed")
           let usage = measured.GetValueOrDefault((pod.Namespace, pod.Name))
           from container in Containers(pod)
           let name = container.GetString("name")
           where name is not null
           select (PodPlace.Source(pod, name), Sample(container, Named(pod, name), Named(usage, name), now.ToUnixTimeMilliseconds())),
    ];

    // Init containers that go on beside the others are sidecars (KEP-753).
    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.GetObjects("spec", "initContainers").Where(one => one.GetString("restartPolicy") == "Always").Concat(pod.GetObjects("spec", "containers"));

    private static JsonObject? Named(JsonObject? of, string name) =>
        of?.GetObjects("status", "containerStatuses").Concat(of.GetObjects("status", "initContainerStatuses")).Concat(of.GetObjects("containers"))
            .FirstOrDefault(one => one.GetString("name") == name);

    private static ContainerSample Sample(JsonObject container, JsonObject? status, JsonObject? usage, long time) => new(
        time,
        Amounts.Billionths(usage?.GetString("usage", "cpu")),
        Amounts.Whole(usage?.GetString("usage", "memory")),
        status?.GetInt64("restartCount"),
        Amounts.Billionths(container.GetString("resources", "requests", "cpu")),
        Amounts.Billionths(container.GetString("resources", "limits", "cpu")),
        Amounts.Whole(container.GetString("resources", "requests", "memory")),
        Amounts.Whole(container.GetString("resources", "limits", "memory")));
}
