using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Routing;

namespace Pdp.Core.Plan;

/// <summary>What is to be written so that everything of a group leads to one version.</summary>
/// <param name="Apply">Manifests to apply, each with the object it was compared with; null where there is none.</param>
/// <param name="Delete">Objects of the group that the version has no use for.</param>
/// <param name="Foreign">Objects of the same name that are somebody else's, and are left alone.</param>
public sealed record RouteChanges(
    IReadOnlyList<(JsonObject Manifest, JsonObject? Live)> Apply, IReadOnlyList<JsonObject> Delete, IReadOnlyList<ObjectKey> Foreign)
{
    /// <summary>Compares what is wanted with what is there.</summary>
    /// <param name="group">The group.</param>
    /// <param name="wanted">What shall be.</param>
    /// <param name="live">Objects that are there: those of the group, and any with the name of one that is wanted.</param>
    public static RouteChanges Between(VersionGroup group, IReadOnlyList<DesiredObject> wanted, IReadOnlyList<JsonObject> live)
    {
        var there = live.GroupBy(o => ManifestObject.KeyOf(o).Identity).ToDictionary(same => same.Key, same => same.First());
        var foreign = wanted.Where(w => there.TryGetValue(w.Key.Identity, out var found) && !IsOf(group, found)).ToList();
        var names = wanted.Select(w => w.Key.Identity).ToHashSet();
        return new RouteChanges(
            [
                .. KindOrder.Order(wanted.Except(foreign), w => (w.Wave, w.Key))
                    .Select(w => (Wanted: w, Live: there.GetValueOrDefault(w.Key.Identity)))
                    .Where(pair => pair.Live is null || Differs(pair.Wanted.Manifest, pair.Live))
                    .Select(pair => (AppliedHash.Stamp(pair.Wanted.Manifest), pair.Live)),
            ],
            [.. there.Where(found => !names.Contains(found.Key) && IsOf(group, found.Value)).Select(found => found.Value).Where(IsDeletable)],
            [.. foreign.Select(w => w.Key)]);
    }

    /// <summary>The intent a stable Service leads to; null when it says none.</summary>
    public static string? TargetOf(JsonObject service) => ManifestObject.Annotation(service, ManagedMetadata.RouteTargetAnnotation);

    /// <summary>The version a stable Service leads to; null when it says none.</summary>
    public static string? TrackOf(JsonObject service) => ManifestObject.Annotation(service, ManagedMetadata.RouteTrackAnnotation);

    private static bool Differs(JsonObject manifest, JsonObject live) =>
        AppliedHash.On(live) != AppliedHash.Of(manifest) || Drift.Between(manifest, live).Count > 0;

    private static bool IsOf(VersionGroup group, JsonObject live) => ManifestObject.Label(live, ManagedMetadata.RouteLabel) == group.Name;

    private static bool IsDeletable(JsonObject live) => !ManifestObject.IsBeingDeleted(live);
}
