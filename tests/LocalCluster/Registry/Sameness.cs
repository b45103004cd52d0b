using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Registry;

/// <summary>A write that changes nothing makes no new version.</summary>
internal static class Sameness
{
    /// <summary>Whether two states are the same but for the times in <c>managedFields</c>.</summary>
    public static bool SameButTimes(JsonObject left, JsonObject right)
    {
        if (left.Count != right.Count)
            return false;
        foreach (var (key, value) in left)
        {
            if (key != "metadata" && !JsonEquality.Same(value, right.At(key)))
                return false;
        }
        return SameMetadata(left.Object("metadata"), right.Object("metadata"));
    }

    private static bool SameMetadata(JsonObject? left, JsonObject? right)
    {
        if (left is null || right is null || left.Count != right.Count)
            return left is null && right is null;
        foreach (var (key, value) in left)
        {
            if (key == "managedFields" ? !SameManagers(value.Array(), right.Array(key)) : !JsonEquality.Same(value, right.At(key)))
                return false;
        }
        return true;
    }

    private static bool SameManagers(JsonArray? left, JsonArray? right)
    {
        if (left?.Count != right?.Count)
            return false;
        for (var i = 0; i < (left?.Count ?? 0); i++)
        {
            foreach (var (key, value) in left![i] as JsonObject ?? [])
            {
                if (key != "time" && !JsonEquality.Same(value, right![i].At(key)))
                    return false;
            }
        }
        return true;
    }
}
