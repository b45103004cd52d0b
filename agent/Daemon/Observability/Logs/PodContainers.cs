using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>Reads the containers of a pod and their runs from its status.</summary>
internal static class PodContainers
{
    /// <summary>Init containers too.</summary>
    public static IEnumerable<LogTarget> Of(JsonObject pod)
    {
        var status = pod["status"] as JsonObject;
        foreach (var list in (string[])["initContainerStatuses", "containerStatuses"])
        {
            foreach (var container in (status?[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (Text(container["name"]) is { } name) yield return new LogTarget(Source(pod, name), pod.Namespace ?? "", Run(container));
            }
        }
    }

    private static LogSource Source(JsonObject pod, string container) => new(
        pod.Label(ManagedMetadata.OrganizationLabel) ?? "", pod.Label(ManagedMetadata.ProjectLabel) ?? "", pod.Label(ManagedMetadata.EnvironmentLabel) ?? "",
        pod.Label(ManagedMetadata.ComponentLabel) ?? "", pod.Name ?? "", container);

    // A container that waits to be started again has its last run only there.
    private static ContainerRun Run(JsonObject container)
    {
        var state = container["state"] as JsonObject;
        var previous = Text((container["lastState"] as JsonObject)?["terminated"]?["containerID"]);
        var present = state?["running"] ?? state?["terminated"];
        if (present is not JsonObject) return new ContainerRun(previous, null, null);
        var id = Text(present["containerID"]) ?? Text(container["containerID"]);
        return new ContainerRun(id, Time(present["startedAt"]), previous == id ? null : previous, state?["running"] is JsonObject);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
