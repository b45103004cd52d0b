using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>A number, or a share of a total such as <c>25%</c>.</summary>
internal static class IntOrPercent
{
    /// <summary>The number meant; <paramref name="fallback"/> where the value is missing or neither form.</summary>
    public static int Resolve(JsonNode? value, int total, bool roundUp, string fallback = "0")
    {
        if (value.Int() is { } number) return number;
        var text = value.Text() ?? fallback;
        if (!text.EndsWith('%')) return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var plain) ? plain : 0;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var percent)) return 0;
        var share = percent * (double)total / 100;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
