namespace Pdp.Protocol.Intents;

/// <summary>What the image of a container was resolved to.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The image as the document names it, or with the tag that is followed.</param>
/// <param name="Digest">The digest it is pinned to; null where its registry is not asked, and the image is used as it is written.</param>
/// <param name="ResolvedAt">When that was learnt, UTC.</param>
/// <param name="Release">The release it was learnt for; it stands for all of that release.</param>
public sealed record ImageStatus(string Container, string Image, string? Digest, DateTimeOffset ResolvedAt, string? Release = null);

/// <summary>A followed image that was rolled back.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The image with the tag that was followed.</param>
/// <param name="Digest">The digest that tag had; another one is tried.</param>
/// <param name="FailedAt">When it was given up, UTC.</param>
public sealed record FailedImage(string Container, string Image, string Digest, DateTimeOffset FailedAt);
