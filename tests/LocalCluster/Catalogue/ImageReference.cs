namespace Pdp.LocalCluster.Catalogue;

/// <summary>An image name taken apart: <c>registry/path:tag@digest</c>. No tag and no digest means <c>latest</c>.</summary>
internal sealed record ImageReference(string Text, string Repository, string? Tag, string? Digest)
{
    public static ImageReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var name = at < 0 ? text : text[..at];
        // A colon before the last slash belongs to the registry's port.
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        var repository = tag is null ? name : name[..colon];
        return new ImageReference(text, repository, tag ?? (digest is null ? "latest" : null), digest);
    }

    /// <summary>What tells two images of a repository apart: the tag, else the digest.</summary>
    public string Version => Tag ?? Digest ?? "latest";

    /// <summary>The names the repository goes by: as written, and in full for Docker Hub's short forms.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            yield return Repository;
            var first = Repository.Split('/')[0];
            if (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost") yield break;
            yield return Repository.Contains('/', StringComparison.Ordinal) ? $"docker.io/{Repository}" : $"docker.io/library/{Repository}";
        }
    }
}
