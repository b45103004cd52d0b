using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Json;

/// <summary>Whether two values are the same to Kubernetes: keys in any order, numbers by value.</summary>
internal static class JsonEquality
{
    public static bool Same(JsonNode? left, JsonNode? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        return (left, right) switch
        {
            (JsonObject a, JsonObject b) => SameObject(a, b),
            (JsonArray a, JsonArray b) => SameArray(a, b),
            (JsonValue a, JsonValue b) => SameScalar(a, b),
            _ => false,
        };
    }

    private static bool SameObject(JsonObject left, JsonObject right)
    {
        if (left.Count != right.Count)
            return false;
        foreach (var (key, value) in left)
        {
            if (!right.TryGetPropertyValue(key, out var other) || !Same(value, other))
                return false;
        }
        return true;
    }

    private static bool SameArray(JsonArray left, JsonArray right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
                return false;
        }
        return true;
    }

    private static bool SameScalar(JsonValue left, JsonValue right)
    {
        if (left.TryText(out var text))
            return right.TryText(out var otherText) && string.Equals(text, otherText, StringComparison.Ordinal);
        if (left.TryFlag(out var flag))
            return right.TryFlag(out var otherFlag) && flag == otherFlag;
        if (left.TryWhole(out var whole))
            return right.TryWhole(out var otherWhole) && whole == otherWhole;
        return left.TryReal(out var real) && right.TryReal(out var otherReal) && real.Equals(otherReal);
    }
}
