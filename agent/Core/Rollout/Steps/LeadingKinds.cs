using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Render.Routes;

namespace Pdp.Core.Rollout.Steps;

/// <summary>The kinds that lead requests to pods.</summary>
internal static class LeadingKinds
{
    /// <summary>The wave of what leads to pods that have to be healthy before.</summary>
    public const int SwitchWave = 1;

    /// <summary>The wave of what tries the pods it is led to.</summary>
    public const int TestWave = 2;

    /// <summary>Whether an object leads requests somewhere.</summary>
    public static bool Is(ObjectKey key) => IsService(key) || IsRoute(key)
        || key is { Group: "networking.k8s.io", Kind: "Ingress" } or { Group: RouteKinds.EnvoyGroup };

    /// <summary>Whether it is a Service.</summary>
    public static bool IsService(ObjectKey key) => key is { Group: "", Kind: "Service" };

    /// <summary>Whether it is a route whose backends can have weights.</summary>
    public static bool IsRoute(ObjectKey key) => key.Group == RouteKinds.Group;

    /// <summary>The revision a Service leads to; null where it leads to all there are.</summary>
    public static string? RevisionOf(JsonObject service) =>
        service.Text("spec", "selector", ManagedMetadata.RevisionLabel) is { Length: > 0 } revision ? revision : null;

    /// <summary>The object with its manifest changed.</summary>
    public static DesiredObject With(this DesiredObject desired, Action<JsonObject> change)
    {
        var manifest = desired.Manifest.DeepClone().AsObject();
        change(manifest);
        return desired with { Manifest = manifest };
    }

    /// <summary>The same object under another name.</summary>
    public static DesiredObject Renamed(this DesiredObject desired, string name)
    {
        var renamed = desired.With(manifest => manifest["metadata"]!["name"] = name);
        return renamed with { Id = $"{desired.Key.Kind}/{name}", Key = desired.Key with { Name = name } };
    }

    /// <summary>A Service that leads to one revision; to all when null.</summary>
    public static DesiredObject LedTo(this DesiredObject service, string? revision) => service.With(manifest =>
    {
        var selector = manifest["spec"]!["selector"]!.AsObject();
        selector.Remove(ManagedMetadata.RevisionLabel);
        if (revision is not null) selector[ManagedMetadata.RevisionLabel] = revision;
    });
}
