using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Patches;

/// <summary>JSON merge patch (RFC 7386): null removes, objects merge, everything else replaces.</summary>
internal static class MergePatch
{
    /// <summary>Changes <paramref name="target"/> in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(key);
                    break;
                case JsonObject inner:
                    if (target[key] is not JsonObject existing)
                        target[key] = existing = [];
                    Apply(existing, inner);
                    break;
                default:
                    target[key] = value.DeepClone();
                    break;
            }
        }
    }
}
