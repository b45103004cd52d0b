using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;
using Pdp.PlaneStore.Events;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>Reads an event of the cluster, in the old form and in the one of <c>events.k8s.io</c>.</summary>
internal static class ClusterEvent
{
    private const int MostMessageChars = 2048;

    /// <summary>The event; null when it is none of the agent's namespaces, or says too little.</summary>
    public static PlaneEvent? Read(JsonObject one, EventOwner owner)
    {
        var @namespace = one.GetString("involvedObject", "namespace") ?? one.Namespace;
        if (one.Uid is not { } uid || owner.NamespaceOf(@namespace) is not { } place || @namespace is null) return null;
        var created = Time(one, "metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch;
        var last = Time(one, "series", "lastObservedTime") ?? Time(one, "lastTimestamp") ?? Time(one, "eventTime") ?? created;
        var (kind, name) = (one.GetString("involvedObject", "kind") ?? "", one.GetString("involvedObject", "name") ?? "");
        return new PlaneEvent
        {
            Id = uid,
            Time = last,
            FirstTime = Time(one, "firstTimestamp") ?? Time(one, "eventTime") ?? created,
            Count = Math.Max(1, one.GetInt64("series", "count") ?? one.GetInt64("count") ?? 1),
            Organization = place.Label(ManagedMetadata.OrganizationLabel) ?? "",
            Project = place.Label(ManagedMetadata.ProjectLabel) ?? "",
            Environment = place.Label(ManagedMetadata.EnvironmentLabel) ?? "",
            Component = owner.ComponentOf(@namespace, kind, name),
            Origin = EventOrigin.Cluster,
            Type = one.GetString("type") == "Warning" ? EventType.Warning : EventType.Normal,
            Reason = Bounded(one.GetString("reason") ?? "", 128),
            Message = Bounded(one.GetString("message") ?? "", MostMessageChars),
            Kind = kind,
            Name = name,
        };
    }

    private static string Bounded(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1), "…");

    private static DateTimeOffset? Time(JsonObject one, params ReadOnlySpan<string> path) => DateTimeOffset.TryParse(
        one.GetString(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;
}
