using Pdp.Core.Images;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>What became of an intent's images.</summary>
/// <param name="Images">Each of them; one that could not be resolved has a digest that stands for one.</param>
/// <param name="Missing">Why some cannot be had.</param>
/// <param name="Followed">The image that is followed; null when none is.</param>
/// <param name="Following">Whether that is the newest; null when none is followed.</param>
/// <param name="LookAgainIn">When there may be news; null when there will be none.</param>
internal sealed record ResolvedImages(
    IReadOnlyList<ResolvedImage> Images,
    IReadOnlyList<RefusalReason> Missing,
    ResolvedImage? Followed,
    ImageFollowing? Following,
    TimeSpan? LookAgainIn)
{
    /// <summary>All images together.</summary>
    public static ResolvedImages Of(IReadOnlyList<ImageOutcome> outcomes)
    {
        var followed = outcomes.FirstOrDefault(outcome => outcome.Following is not null);
        return new ResolvedImages(
            [.. outcomes.Select(outcome => outcome.Image)],
            [.. outcomes.Select(outcome => outcome.Missing).OfType<RefusalReason>()],
            followed?.Image,
            followed?.Following,
            outcomes.Min(outcome => outcome.LookAgainIn));
    }
}

/// <summary>What became of one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Missing">Why it cannot be had; null when it can.</param>
internal sealed record ImageOutcome(ResolvedImage Image, RefusalReason? Missing = null)
{
    /// <summary>Whether it is the newest; null when it is not followed.</summary>
    public ImageFollowing? Following { get; init; }

    /// <summary>When there may be news; null when there will be none.</summary>
    public TimeSpan? LookAgainIn { get; init; }

    /// <summary>An image whose digest cannot be had.</summary>
    public static ImageOutcome Of(NamedImage named, string why, TimeSpan? lookAgainIn) => new(
        ResolvedImage.NotYet(named.Container, named.Image), new RefusalReason(FailureReason.ImageUnresolved, named.Path, $"image {named.Image}: {why}"))
    {
        LookAgainIn = lookAgainIn,
    };
}
