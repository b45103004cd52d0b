using System.Text.Json.Nodes;

namespace Pdp.Core.Plan;

/// <summary>Takes out of a manifest what somebody else has written and is left to them: what is not applied stays as it is.</summary>
internal static class Yielding
{
    /// <summary>The manifest without it.</summary>
    /// <param name="manifest">What would be applied.</param>
    /// <param name="live">What is there.</param>
    /// <param name="exemptions">What is left as others have it.</param>
    /// <param name="wasApplied">
    /// Whether this very manifest was applied before: then what is not there was taken away; otherwise it is new, and is applied.
    /// </param>
    public static JsonObject Of(JsonObject manifest, JsonObject live, Exemptions exemptions, bool wasApplied)
    {
        var yielded = manifest.DeepClone().AsObject();
        foreach (var (wanted, isGone) in Drift.Of(yielded, live, exemptions).Left)
        {
            if (wasApplied || !isGone)
                Remove(wanted);
        }

        return yielded;
    }

    private static void Remove(JsonNode node)
    {
        if (node.Parent is JsonObject parent)
            parent.Remove(node.GetPropertyName());
        else
            node.Parent?.AsArray().Remove(node);
    }
}
