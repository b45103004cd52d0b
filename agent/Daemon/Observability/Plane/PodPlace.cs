using System.Text.Json.Nodes;
using Pdp.Core.Logs;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Observability.Plane;

/// <summary>Whose an object is, by the labels the agent gives everything it makes.</summary>
internal static class PodPlace
{
    /// <summary>The container of a pod as a source.</summary>
    public static LogSource Source(JsonObject pod, string container) => new(
        pod.Label(ManagedMetadata.OrganizationLabel) ?? "", pod.Label(ManagedMetadata.ProjectLabel) ?? "", pod.Label(ManagedMetadata.EnvironmentLabel) ?? "",
        pod.Label(ManagedMetadata.ComponentLabel) ?? "", pod.Name ?? "", container);

    /// <summary>The pods of some intents, or of all, that the agent made.</summary>
    public static bool IsOurs(JsonObject pod) => pod.Label(ManagedMetadata.OrganizationLabel) is { Length: > 0 };
}
