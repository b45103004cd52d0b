using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Garbage;

/// <summary>What the collector remembers of an object.</summary>
internal sealed record OwnedObject(string Resource, ObjectKey Key, string Uid, IReadOnlyList<OwnerReference> Owners, bool IsDeleting, bool Orphans, bool Foreground)
{
    public const string OrphanFinalizer = "orphan";
    public const string ForegroundFinalizer = "foregroundDeletion";

    public static OwnedObject Of(string resource, JsonObject obj) => new(
        resource,
        ObjectKey.Of(obj),
        obj.Uid(),
        obj.Array("metadata", "ownerReferences") is { Count: > 0 } ? [.. OwnerReference.Of(obj)] : [],
        obj.IsDeleting(),
        obj.HasFinalizer(OrphanFinalizer),
        obj.HasFinalizer(ForegroundFinalizer));
}
