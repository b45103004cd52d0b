using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>The values a ConfigMap or Secret holds.</summary>
internal static class ReferencedData
{
    /// <summary>A value as bytes, or null where there is no such key.</summary>
    public static byte[]? Bytes(JsonObject source, string key)
    {
        if (source.Text("kind") == "Secret") return source.Text("data", key) is { } coded ? Convert.FromBase64String(coded) : null;
        if (source.Text("data", key) is { } text) return Encoding.UTF8.GetBytes(text);
        return source.Text("binaryData", key) is { } binary ? Convert.FromBase64String(binary) : null;
    }

    /// <summary>A value as text, or null where there is no such key.</summary>
    public static string? Text(JsonObject source, string key) => Bytes(source, key) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public static IEnumerable<string> Keys(JsonObject source) =>
        (source.Object("data") ?? []).Concat(source.Object("binaryData") ?? []).Select(pair => pair.Key);
}
