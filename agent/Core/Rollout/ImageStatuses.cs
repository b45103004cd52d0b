using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>What the status says of the images, and what it remembers of them: a release is given the same digests again.</summary>
public static class ImageStatuses
{
    /// <summary>The entries, ordered by container. One that is there already keeps its time.</summary>
    /// <param name="images">What runs, or shall.</param>
    /// <param name="release">Its release.</param>
    /// <param name="before">The stored status.</param>
    /// <param name="now">Now, UTC.</param>
    public static IReadOnlyList<ImageStatus> Of(
        IReadOnlyList<ResolvedImage> images, string? release, IntentStatus before, DateTimeOffset now) =>
    [
        .. from image in images.OrderBy(image => image.Container, StringComparer.Ordinal)
           let entry = new ImageStatus(image.Container, image.Image, image.Digest, now, release)
           select All(before).FirstOrDefault(stored => stored with { ResolvedAt = now } == entry) ?? entry,
    ];

    /// <summary>What an image of a release was resolved to, as far as the last revisions tell; null when that was never known.</summary>
    public static ImageStatus? Recorded(string container, string image, string? release, IntentStatus status)
    {
        var entries = All(status).Where(stored => (stored.Container, stored.Image, stored.Release) == (container, image, release)).ToList();
        return entries.Find(stored => stored.Digest is not null) ?? entries.FirstOrDefault();
    }

    /// <summary>Whether two lists say the same, whenever it was learnt.</summary>
    public static bool AreAlike(IReadOnlyList<ImageStatus> one, IReadOnlyList<ImageStatus> other) =>
        one.Select(entry => (entry.Container, entry.Image, entry.Digest)).SequenceEqual(
            other.Select(entry => (entry.Container, entry.Image, entry.Digest)));

    private static IEnumerable<ImageStatus> All(IntentStatus status) =>
        status.Images.Concat(status.History.SelectMany(revision => revision.Images));
}
