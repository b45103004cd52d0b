using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>
/// Decides which tag of a followed image runs: the newest; or the one of before, while the newest is one that was rolled back, or the
/// registry does not tell.
/// </summary>
internal sealed class FollowedImages(IImageDigests registries, KeptRevisions revisions)
{
    private const string NotListed = "its registry is not among those this data plane may ask, so that its tags cannot be followed; name a tag instead";

    // The customer's list is read again when it changes, which nobody tells.
    private static readonly TimeSpan _untilListed = TimeSpan.FromMinutes(1);

    /// <summary>Finds it.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<ImageOutcome> FindAsync(ImagePass pass, NamedImage named, FollowSpec follow, CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse(named.Image, out var image)) return ImageOutcome.Of(named, "is no image reference", null);
        var isListed = registries.IsListed(image);
        var answer = isListed
            ? await registries.FollowAsync(pass.Question(named, image), follow, cancellationToken)
            : new ImageAnswer(null, NotListed, _untilListed);
        var found = answer.Image is { } newest ? Resolved(named, newest) : Held(pass, named, image, follow);
        var outcome = found is null
            ? ImageOutcome.Of(named, answer.Trouble ?? "its registry has not answered yet", answer.LookAgainIn)
            : HasFailed(pass, found)
                ? await OfBeforeAsync(pass, named, found, cancellationToken)
                : new ImageOutcome(found) { Following = answer.Trouble is { } why ? ImageFollowing.Unknown(why) : ImageFollowing.Current };
        return outcome with { LookAgainIn = answer.LookAgainIn };
    }

    // What ran last, as long as it is what the document asks for.
    private static ResolvedImage? Held(ImagePass pass, NamedImage named, ImageReference image, FollowSpec follow)
    {
        var held = pass.Stored.Status.Images.FirstOrDefault(entry => entry.Container == named.Container && entry.Digest is not null);
        return held is not null && ImageReference.TryParse(held.Image, out var parsed) && parsed with { Tag = null } == image
            && parsed.Tag is { } tag && new TagChoice(follow).Fits(tag)
            ? new ResolvedImage(held.Container, held.Image, held.Digest)
            : null;
    }

    private static bool HasFailed(ImagePass pass, ResolvedImage image) =>
        pass.Stored.Status.ObservedGeneration == pass.Generation
        && pass.Stored.Status.FailedImages.Any(failed =>
            (failed.Container, failed.Image, failed.Digest) == (image.Container, image.Image, image.Digest));

    private async Task<ImageOutcome> OfBeforeAsync(
        ImagePass pass, NamedImage named, ResolvedImage failed, CancellationToken cancellationToken)
    {
        var revision = pass.LastGood?.Generation == pass.Generation ? await revisions.FindAsync(pass.Stored, cancellationToken) : null;
        var before = revision?.Images.FirstOrDefault(image => image.IsPinned && image.Container == named.Container);
        return before is null
            ? ImageOutcome.Of(named, $"{failed.Image} was rolled back, and there is no other to go back to", null)
            : new ImageOutcome(before) { Following = ImageFollowing.Failed(failed.Image) };
    }

    private static ResolvedImage Resolved(NamedImage named, ImageReference image) =>
        new(named.Container, (image with { Digest = null }).ToString(), image.Digest);
}
