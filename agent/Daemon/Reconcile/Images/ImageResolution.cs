using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>
/// Decides which digest each image of an intent stands for: once for a release, whatever becomes of the tag. So a registry that is away holds
/// up only what was never resolved.
/// </summary>
internal sealed class ImageResolution(IImageDigests registries, FollowedImages followed, TaskImages ofTasks, KeptRevisions revisions)
{
    /// <summary>Resolves.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="intent">What it says.</param>
    /// <param name="lastGood">The last good revision; null when none is kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<ResolvedImages> ResolveAsync(
        StoredIntent stored, VerifiedIntent intent, RevisionMark? lastGood, CancellationToken cancellationToken)
    {
        var pass = new ImagePass(stored, intent, lastGood);
        var outcomes = ComponentImages.Of(intent.Intent).Select(named => ResolveAsync(pass, named, cancellationToken));
        return ResolvedImages.Of(await Task.WhenAll(outcomes));
    }

    private Task<ImageOutcome> ResolveAsync(ImagePass pass, NamedImage named, CancellationToken cancellationToken) =>
        ofTasks.Find(pass, named) is { } image ? Task.FromResult(new ImageOutcome(image))
        : named.Follow is { } follow ? followed.FindAsync(pass, named, follow, cancellationToken)
        : OfReleaseAsync(pass, named, cancellationToken);

    private async Task<ImageOutcome> OfReleaseAsync(ImagePass pass, NamedImage named, CancellationToken cancellationToken)
    {
        var asWritten = new ImageOutcome(new ResolvedImage(named.Container, named.Image, null));
        if (!ImageReference.TryParse(named.Image, out var image)) return asWritten;
        if (image.Digest is { } given) return new ImageOutcome(new ResolvedImage(named.Container, named.Image, given));
        var recorded = ImageStatuses.Recorded(named.Container, named.Image, pass.Release, pass.Stored.Status);
        if (recorded?.Digest is { } known) return new ImageOutcome(new ResolvedImage(named.Container, named.Image, known));
        if (recorded is null && await OfRevisionAsync(pass, named, cancellationToken) is { } kept) return new ImageOutcome(kept);
        if (pass.BeganWithoutDigests(recorded) || !registries.IsListed(image)) return asWritten;
        var answer = await registries.ResolveAsync(pass.Question(named, image), cancellationToken);
        return answer.Image?.Digest is { } digest
            ? new ImageOutcome(new ResolvedImage(named.Container, named.Image, digest))
            : ImageOutcome.Of(named, answer.Trouble ?? "its registry has not answered yet", answer.LookAgainIn);
    }

    // Where the status was lost, the revision that is kept still knows what the generation runs with.
    private async Task<ResolvedImage?> OfRevisionAsync(ImagePass pass, NamedImage named, CancellationToken cancellationToken)
    {
        if (pass.LastGood is not { ImageDigests: not null } mark || mark.Generation != pass.Generation) return null;
        var revision = await revisions.FindAsync(pass.Stored, cancellationToken);
        return revision?.Images.FirstOrDefault(image => image.IsPinned && (image.Container, image.Image) == (named.Container, named.Image));
    }
}
