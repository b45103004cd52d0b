using System.Text.Json.Nodes;
using Pdp.Core.Images;
using Pdp.Core.Render;

namespace Pdp.Core.Rollout;

/// <summary>
/// A generation that was healthy, or is the first to be rolled out: the document it came of, the versions of its secrets and the digests of its images. Enough to run it again
/// with nothing from outside, and nothing that could be run without its signature being checked again.
/// </summary>
public sealed record Revision
{
    /// <summary>Its generation.</summary>
    public required long Generation { get; init; }

    /// <summary>The signed document as it came.</summary>
    public required string Document { get; init; }

    /// <summary>Its Secrets: the version of each entry, never a value.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];

    /// <summary>Its images with their digests.</summary>
    public IReadOnlyList<ResolvedImage> Images { get; init; } = [];

    /// <summary>
    /// The status its rollout began with, as JSON; null for what ran already. It lies where people may edit it, as the status itself does.
    /// </summary>
    public JsonObject? Begun { get; init; }

    /// <summary>Which revision it is.</summary>
    public RevisionMark Mark => new(Generation, SecretFingerprint.Of(Secrets), ImageFingerprint.Of(Images));
}
