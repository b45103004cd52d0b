using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>
/// The hash of a manifest, kept as an annotation on the object itself. Equal hashes mean that this very manifest was applied last, which a
/// look at the object cannot tell: a field the new manifest no longer has looks like one that somebody else set.
/// </summary>
internal static class AppliedHash
{
    private const int Length = 26;

    /// <summary>The hash of a manifest.</summary>
    public static string Of(JsonObject manifest) => ShortHash.Of(Length, manifest);

    /// <summary>The manifest with its hash, as it is applied.</summary>
    public static JsonObject Stamp(JsonObject manifest) => Stamp(manifest, Of(manifest));

    /// <summary>The manifest with the hash of the one it was made of.</summary>
    public static JsonObject Stamp(JsonObject manifest, string hash)
    {
        var stamped = manifest.DeepClone().AsObject();
        var metadata = stamped["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[ManagedMetadata.AppliedHashAnnotation] = hash;
        return stamped;
    }

    /// <summary>The hash on a live object; null when it has none.</summary>
    public static string? On(JsonObject live) => ManifestObject.Annotation(live, ManagedMetadata.AppliedHashAnnotation);
}
