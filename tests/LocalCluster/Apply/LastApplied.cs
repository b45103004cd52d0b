using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>
/// The bridge from <c>kubectl apply</c> to <c>kubectl apply --server-side</c>: fields that are as the client side last applied
/// them are no conflict for <c>kubectl</c>, and the annotation follows what is applied.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <exception cref="ApplyConflictException">Conflicts remain.</exception>
    public static void Allow(SchemaType type, string apiVersion, JsonObject live, string manager, IReadOnlyList<FieldConflict> conflicts)
    {
        var allowed = manager == "kubectl" ? Unchanged(type, apiVersion, live) : FieldSet.Empty;
        if (conflicts.Where(c => !allowed.Has(c.Path)).ToList() is { Count: > 0 } remaining)
            throw new ApplyConflictException(remaining);
    }

    public static void Refresh(JsonObject merged, JsonObject config, string manager)
    {
        if (manager != "kubectl" || merged.Text("metadata", "annotations", Annotation) is not { Length: > 0 })
            return;
        var copy = (JsonObject)config.DeepClone();
        copy.Object("metadata", "annotations")?.Remove(Annotation);
        merged.Object("metadata", "annotations")![Annotation] = JsonText.Compact(copy) + "\n";
    }

    private static FieldSet Unchanged(SchemaType type, string apiVersion, JsonObject live)
    {
        if (live.Text("metadata", "annotations", Annotation) is not { Length: > 0 } text || Read(text) is not { } last)
            return FieldSet.Empty;
        if (last.Text("apiVersion") != apiVersion)
            return FieldSet.Empty;
        var comparison = Comparison.Of(type, last, live);
        return FieldCollector.Collect(type, last).Difference(comparison.Modified).Difference(comparison.Added)
            .Difference(comparison.Removed);
    }

    private static JsonObject? Read(string text)
    {
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(text)) as JsonObject;
        }
        catch (FormatException)
        {
            // Written by hand, or cut off: then there is nothing to allow.
            return null;
        }
    }
}
