using Pdp.Core.Objects;

namespace Pdp.Core.Images;

/// <summary>Stands for the digests of all images of an intent together: two that are alike run the same bytes.</summary>
public static class ImageFingerprint
{
    private const int Length = 16;

    /// <summary>The fingerprint; null where the agent pins none, for the document itself says everything then.</summary>
    public static string? Of(IReadOnlyList<ResolvedImage> images)
    {
        var parts = images.Where(image => image.IsPinned)
            .OrderBy(image => image.Container, StringComparer.Ordinal)
            .SelectMany(image => new[] { image.Container, image.Reference })
            .ToList();
        return parts.Count == 0 ? null : ShortHash.Of(Length, parts);
    }
}
