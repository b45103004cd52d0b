using System.Text.Json.Nodes;

namespace Pdp.Core.Policy;

/// <summary>Reads settings whose type nobody vouches for, to the sender's disadvantage.</summary>
internal static class Json
{
    /// <summary>Whether something is switched on: there, and not plainly <c>false</c>.</summary>
    public static bool IsOn(JsonNode? node) =>
        node is not null && !(node is JsonValue value && value.TryGetValue<bool>(out var flag) && !flag);

    /// <summary>Whether something is plainly <c>false</c>.</summary>
    public static bool IsOff(JsonNode? node) => node is not null && !IsOn(node);

    /// <summary>The items of a list as text; what is no text is empty.</summary>
    public static IEnumerable<string> Texts(JsonNode? list) =>
        (list as JsonArray)?.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : "") ?? [];
}
