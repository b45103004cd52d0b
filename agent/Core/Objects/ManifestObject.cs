using System.Text.Json.Nodes;

namespace Pdp.Core.Objects;

/// <summary>Reads the parts every Kubernetes object has. Never throws on an odd shape: what is not there is empty.</summary>
public static class ManifestObject
{
    /// <summary>The key of an object.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="namespace">Its namespace, which the manifest need not name.</param>
    public static ObjectKey KeyOf(JsonObject manifest, string? @namespace)
    {
        var apiVersion = manifest.Text("apiVersion");
        var (group, version) = apiVersion.Split('/') is [var g, var v] ? (g, v) : ("", apiVersion);
        return new ObjectKey(group, version, KindOf(manifest), @namespace, NameOf(manifest));
    }

    /// <summary>The key of an object as it lives in the cluster.</summary>
    public static ObjectKey KeyOf(JsonObject live) => KeyOf(live, TextOrNull(live, "metadata", "namespace"));

    /// <summary><c>kind</c>.</summary>
    public static string KindOf(JsonObject manifest) => manifest.Text("kind");

    /// <summary><c>metadata.name</c>.</summary>
    public static string NameOf(JsonObject manifest) => manifest.Text("metadata", "name");

    /// <summary><c>metadata.uid</c>; null when it was never stored.</summary>
    public static string? UidOf(JsonObject live) => TextOrNull(live, "metadata", "uid");

    /// <summary>A label's value; null when it has none.</summary>
    public static string? Label(JsonObject manifest, string key) => TextOrNull(manifest, "metadata", "labels", key);

    /// <summary>An annotation's value; null when it has none.</summary>
    public static string? Annotation(JsonObject manifest, string key) =>
        TextOrNull(manifest, "metadata", "annotations", key);

    /// <summary>Whether it is on its way out.</summary>
    public static bool IsBeingDeleted(JsonObject live) => TextOrNull(live, "metadata", "deletionTimestamp") is not null;

    private static string? TextOrNull(JsonObject manifest, params ReadOnlySpan<string> path) =>
        manifest.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
