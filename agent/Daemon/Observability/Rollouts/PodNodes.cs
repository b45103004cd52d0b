using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;
using Pdp.Observability.Components;

namespace Pdp.Daemon.Observability.Rollouts;

/// <summary>Reads pods and their containers.</summary>
internal static class PodNodes
{
    private const int MostMessageChars = 500;

    /// <summary>A pod with its containers, those that start first, first.</summary>
    public static RolloutNode Of(JsonObject pod)
    {
        var health = HealthAssessor.Of(pod);
        return new RolloutNode
        {
            Kind = "Pod",
            Name = pod.Name ?? "",
            Health = health.State,
            Message = health.Message.Length == 0 ? null : health.Message,
            Revision = pod.Label(ManagedMetadata.RevisionLabel),
            CreatedAt = Time(pod, "metadata", "creationTimestamp"),
            Node = pod.GetString("spec", "nodeName"),
            Containers =
            [
                .. pod.GetObjects("spec", "initContainers").Select(one => Container(one, pod, "initContainerStatuses")),
                .. pod.GetObjects("spec", "containers").Select(one => Container(one, pod, "containerStatuses")),
            ],
        };
    }

    /// <summary>The time at a path; null when there is none.</summary>
    public static DateTimeOffset? Time(JsonObject? one, params ReadOnlySpan<string> path) => DateTimeOffset.TryParse(
        one?.GetString(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;

    private static ContainerNode Container(JsonObject container, JsonObject pod, string statuses)
    {
        var name = container.GetString("name") ?? "";
        var status = pod.GetObjects("status", statuses).FirstOrDefault(one => one.GetString("name") == name);
        var state = status?.GetObject("state");
        var (word, now) = state?.GetObject("running") is { } running ? ("running", running)
            : state?.GetObject("terminated") is { } terminated ? ("terminated", terminated)
            : ("waiting", state?.GetObject("waiting"));
        var last = status?.GetObject("lastState", "terminated");
        return new ContainerNode(
            name, container.GetString("image") ?? "", word, status?.GetBoolean("ready") ?? false, status?.GetInt64("restartCount") ?? 0,
            now?.GetString("reason"), Bounded(now?.GetString("message")), (word == "terminated" ? now : last)?.GetInt64("exitCode"),
            word == "running" ? Time(now, "startedAt") : null, last?.GetString("reason"));
    }

    private static string? Bounded(string? text) =>
        text?.Length > MostMessageChars ? string.Concat(text.AsSpan(0, MostMessageChars - 1), "…") : text;
}
