using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers;

/// <summary>Compares, hashes and instantiates pod templates.</summary>
internal static class PodTemplate
{
    public const string HashLabel = "pod-template-hash";

    // No vowels and nothing that reads like another character, as k8s.io/apimachinery/pkg/util/rand writes its names.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Whether two templates ask for the same pods; the hash label one of them may carry does not count.</summary>
    public static bool Same(JsonNode? one, JsonNode? other) => JsonEquality.Same(WithoutHash(one), WithoutHash(other));

    /// <summary>A short name for a template: the same for the same content in any order of keys. <paramref name="collisions"/> gives
    /// another one when two templates fell on the same name.</summary>
    public static string Hash(JsonNode? template, int collisions)
    {
        var text = new StringBuilder();
        Canonical(WithoutHash(template), text);
        if (collisions > 0) text.Append(CultureInfo.InvariantCulture, $"#{collisions}");
        return Encode(Fnv(text.ToString()).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A pod of the template, owned and without a name yet.</summary>
    public static JsonObject NewPod(JsonNode? template, string ns, OwnerReference owner)
    {
        var metadata = new JsonObject { ["namespace"] = ns, ["ownerReferences"] = new JsonArray(owner.ToJson()) };
        foreach (var field in (string[])["labels", "annotations", "finalizers"])
        {
            if (template.At("metadata", field) is { } value) metadata[field] = value.DeepClone();
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    private static JsonNode? WithoutHash(JsonNode? template)
    {
        // A ControllerRevision keeps its template as a patch; the directive is no part of it.
        if (template is null || (template.At("metadata", "labels", HashLabel) is null && template.At("$patch") is null)) return template;
        var copy = template.DeepClone();
        copy.Object("metadata", "labels")?.Remove(HashLabel);
        copy.AsObject().Remove("$patch");
        return copy;
    }

    private static void Canonical(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject obj:
                text.Append('{');
                foreach (var (key, value) in obj.Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(key).Append(':');
                    Canonical(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray array:
                text.Append('[');
                foreach (var item in array)
                {
                    Canonical(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString());
                break;
        }
    }

    private static uint Fnv(string text)
    {
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ unit) * 16777619u);
        return hash;
    }

    private static string Encode(string digits) => string.Concat(digits.Select(digit => Alphabet[digit % Alphabet.Length]));
}
