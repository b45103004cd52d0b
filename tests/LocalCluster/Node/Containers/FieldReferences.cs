using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>The downward API: what a pod can be told about itself.</summary>
internal static class FieldReferences
{
    /// <summary>The text of a <c>fieldRef</c>; null for a field that cannot be referred to.</summary>
    public static string? Field(JsonObject pod, string path, string? address, string hostAddress, string node)
    {
        if (Subscript(path, "metadata.labels") is { } label) return pod.Label(label) ?? "";
        if (Subscript(path, "metadata.annotations") is { } annotation) return pod.Annotation(annotation) ?? "";
        return path switch
        {
            "metadata.name" => pod.Name(),
            "metadata.namespace" => pod.Namespace(),
            "metadata.uid" => pod.Uid(),
            "metadata.labels" => Lines(pod.Object("metadata", "labels")),
            "metadata.annotations" => Lines(pod.Object("metadata", "annotations")),
            "spec.nodeName" => node,
            "spec.serviceAccountName" => pod.Text("spec", "serviceAccountName") ?? "default",
            "status.podIP" or "status.podIPs" => address ?? "",
            "status.hostIP" or "status.hostIPs" => hostAddress,
            _ => null,
        };
    }

    /// <summary>The number of a <c>resourceFieldRef</c>, in units of its divisor, rounded up; 0 where the container sets none.</summary>
    public static string Resource(JsonObject container, JsonNode reference)
    {
        var parts = (reference.Text("resource") ?? "").Split('.', 2);
        var amount = parts.Length == 2 ? Quantity.Nanos(container.Text("resources", parts[0], parts[1]) ?? "0") : null;
        var divisor = Quantity.Nanos(reference.Text("divisor") is { Length: > 0 } text and not "0" ? text : "1") ?? BigInteger.One;
        if (amount is not { } nanos || divisor.IsZero) return "0";
        return ((nanos + divisor - 1) / divisor).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Subscript(string path, string field) =>
        path.StartsWith(field + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(field.Length + 2)..^2] : null;

    private static string Lines(JsonObject? map) => string.Join('\n', (map ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}=\"{pair.Value.Text()}\""));
}
