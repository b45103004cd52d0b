using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>When two values mean the same to the API server.</summary>
internal static class Equivalence
{
    // Maps whose values are quantities, and single fields that are one.
    private static readonly HashSet<string> QuantityMaps =
        ["requests", "limits", "capacity", "hard", "overhead", "default", "defaultRequest", "max", "min"];

    private static readonly HashSet<string> QuantityFields = ["sizeLimit", "averageValue", "divisor"];

    /// <summary>Null, <c>{}</c> and <c>[]</c> are the same as nothing.</summary>
    public static bool IsNothing(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>Whether two scalars are the same.</summary>
    /// <param name="wanted">What was applied.</param>
    /// <param name="live">What is there.</param>
    /// <param name="name">The member that holds them.</param>
    /// <param name="parent">The member that holds that one.</param>
    public static bool AreSame(JsonValue wanted, JsonNode? live, string name, string parent)
    {
        if (live is not JsonValue value)
            return false;
        if (JsonNode.DeepEquals(wanted, value))
            return true;
        return (QuantityMaps.Contains(parent) || QuantityFields.Contains(name))
            && Quantity.TryParse(TextOf(wanted), out var left)
            && Quantity.TryParse(TextOf(value), out var right)
            && left == right;
    }

    private static string TextOf(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
