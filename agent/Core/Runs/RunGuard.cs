using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Runs;

/// <summary>
/// A finalizer on the Job of a run, from the moment it is made until the status tells that it was. A Job somebody deletes in between stays
/// visible on its way out; without that nobody could tell a run that was never begun from one whose Job is gone, and one of the two would
/// be run twice or not at all.
/// </summary>
public static class RunGuard
{
    private const string Finalizer = "pdp.dev/run";

    /// <summary>The manifest with the guard on it.</summary>
    public static JsonObject Put(JsonObject manifest)
    {
        var guarded = manifest.DeepClone().AsObject();
        guarded["metadata"]!["finalizers"] = new JsonArray(Finalizer);
        return guarded;
    }

    /// <summary>Whether a live object has the guard on it.</summary>
    public static bool IsOn(JsonObject live) => Finalizers(live).Contains(Finalizer);

    /// <summary>The finalizers a live object has besides.</summary>
    public static IReadOnlyList<string> Others(JsonObject live) => [.. Finalizers(live).Where(name => name != Finalizer)];

    private static IEnumerable<string> Finalizers(JsonObject live) =>
        (live.At("metadata", "finalizers") as JsonArray ?? []).Select(name => name.Text());
}
