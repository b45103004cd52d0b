using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>The JSON of rule sets.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyRules))]
internal sealed partial class PolicyJson : JsonSerializerContext
{
    /// <summary>A rule set in which what <paramref name="over"/> says stands in for what was there, field by field.</summary>
    public static PolicyRules Merge(PolicyRules under, JsonObject over)
    {
        var merged = JsonSerializer.SerializeToNode(under, Default.PolicyRules)!.AsObject();
        Merge(merged, over);
        return merged.Deserialize(Default.PolicyRules)!;
    }

    // Ceilings are replaced one resource at a time, lists as a whole.
    private static void Merge(JsonObject under, JsonObject over)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject section && under[name] is JsonObject known)
                Merge(known, section);
            else
                under[name] = value?.DeepClone();
        }
    }
}
