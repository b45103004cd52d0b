using System.Text.Json;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Watching;

/// <summary>One line of a watch.</summary>
/// <param name="Notification">What it tells; null for a bookmark, or a type this client does not know.</param>
/// <param name="ResourceVersion">The version reached by it.</param>
internal readonly record struct WatchEvent(WatchNotification? Notification, string? ResourceVersion)
{
    /// <exception cref="JsonException">It is not an event.</exception>
    /// <exception cref="KubernetesException">It is an ERROR.</exception>
    public static WatchEvent Parse(ReadOnlySpan<byte> line, Target target, WatchOptions options, int maxDepth)
    {
        var envelope = StrictJson.ParseObject(line, maxDepth);
        var type = envelope.GetString("type");
        if (envelope.GetObject("object") is not { } obj) throw new JsonException("The event has no object.");
        if (type == "ERROR") throw new KubernetesException(target.About, StatusReader.FromObject(obj, 500, target.Kind.IsSecret));
        // Freed from the envelope, which otherwise would be kept with it.
        envelope.Remove("object");
        PartialMetadata.NameKind(obj, target.Kind);
        if (!options.KeepManagedFields) obj.GetObject("metadata")?.Remove("managedFields");
        WatchNotification? notification = type switch
        {
            "ADDED" => new WatchNotification.Added(obj),
            "MODIFIED" => new WatchNotification.Modified(obj),
            "DELETED" => new WatchNotification.Deleted(obj),
            _ => null,
        };
        return new WatchEvent(notification, obj.ResourceVersion);
    }
}
