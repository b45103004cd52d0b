using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>Whose images are resolved in a pass.</summary>
/// <param name="Stored">The intent as it is held.</param>
/// <param name="Intent">What it says.</param>
/// <param name="LastGood">The last good revision; null when none is kept.</param>
internal sealed record ImagePass(StoredIntent Stored, VerifiedIntent Intent, RevisionMark? LastGood)
{
    /// <summary>The intent's generation.</summary>
    public long Generation => Intent.Stamp.Generation;

    /// <summary>Its release.</summary>
    public string Release => Intent.Intent.Release ?? "";

    /// <summary>
    /// Whether the generation was begun without a digest of an image, as before its registry was listed: it goes on so, for nothing that runs
    /// is rolled out anew for that.
    /// </summary>
    public bool BeganWithoutDigests(ImageStatus? recorded) =>
        Stored.Status.Rollout is { } rollout && rollout.Generation == Generation
        && (rollout.ImageDigests is null || recorded is { Digest: null });

    /// <summary>The question about an image.</summary>
    public ImageQuestion Question(NamedImage named, ImageReference image) => new(Stored.Id, Release, named.Container, image);
}
