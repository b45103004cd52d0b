namespace Pdp.Core.Images;

/// <summary>The image of a container as it runs, or shall.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The image as the document names it, or with the tag that is followed.</param>
/// <param name="Digest">The digest it stands for; null where it is used as it is written.</param>
public sealed record ResolvedImage(string Container, string Image, string? Digest)
{
    /// <summary>Stands for a digest that is not known yet, so that shape and policy can be judged. Never applied.</summary>
    public const string UnknownDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>What is written into the pod: the name, its tag for people, and the digest, which alone counts for the node.</summary>
    public string Reference => IsPinned ? $"{Image}@{Digest}" : Image;

    /// <summary>Whether the agent pins it; not where the document itself names a digest, or nobody resolves it.</summary>
    public bool IsPinned => Digest is not null && !Image.Contains('@', StringComparison.Ordinal);

    /// <summary>An image whose digest will be known before it is applied.</summary>
    public static ResolvedImage NotYet(string container, string image) => new(container, image, UnknownDigest);
}
