using System.Text.RegularExpressions;

namespace Pdp.Core.Images;

/// <summary>
/// An image reference in its parts, by the grammar of the OCI distribution's reference package
/// (https://github.com/distribution/reference/blob/main/reference.go).
/// </summary>
/// <param name="Registry">Host and port; null when the reference names none and the node's default applies.</param>
/// <param name="Repository">Path in the registry.</param>
/// <param name="Tag">Tag, if any.</param>
/// <param name="Digest">Digest, if any.</param>
public sealed record ImageReference(string? Registry, string Repository, string? Tag, string? Digest)
{
    private const string DockerHub = "docker.io";

    private const int LongestRepository = 255;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex RegistryPattern = new(
        @"^([a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(:[0-9]+)?\z", Options);

    private static readonly Regex RepositoryPattern = new(
        @"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", Options);

    private static readonly Regex TagPattern = new(@"^[a-zA-Z0-9_][-a-zA-Z0-9_.]{0,127}\z", Options);

    private static readonly Regex DigestPattern = new(@"^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})\z", Options);

    /// <summary>Host and port of the registry a node asks: lower-case, and Docker Hub's under the one name it is known by.</summary>
    public string Host => Registry?.ToLowerInvariant() switch
    {
        null or "index.docker.io" or "registry-1.docker.io" => DockerHub,
        var host => host,
    };

    /// <summary>Path in that registry: Docker Hub's official images are below <c>library/</c>, though written without.</summary>
    public string Path => Host == DockerHub && !Repository.Contains('/', StringComparison.Ordinal) ? $"library/{Repository}" : Repository;

    /// <summary>Whether a text is a digest of an algorithm that is registered for images.</summary>
    public static bool IsDigest(string text) => DigestPattern.IsMatch(text);

    /// <summary>Whether a text is a tag.</summary>
    public static bool IsTag(string text) => TagPattern.IsMatch(text);

    /// <summary>As it is written.</summary>
    public override string ToString() => string.Concat(
        Registry is null ? "" : $"{Registry}/", Repository, Tag is null ? "" : $":{Tag}", Digest is null ? "" : $"@{Digest}");

    /// <summary>Takes a reference apart.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string text, out ImageReference reference)
    {
        var (beforeDigest, digest) = Cut(text, text.IndexOf('@'));
        // A colon before the last slash belongs to the registry's port.
        var colon = beforeDigest.LastIndexOf(':');
        var (name, tag) = Cut(beforeDigest, colon > beforeDigest.LastIndexOf('/') ? colon : -1);
        var (registry, repository) = SplitRegistry(name);

        reference = new ImageReference(registry, repository, tag, digest);
        return (registry is null || RegistryPattern.IsMatch(registry))
            && name.Length <= LongestRepository
            && RepositoryPattern.IsMatch(repository)
            && (tag is null || TagPattern.IsMatch(tag))
            && (digest is null || DigestPattern.IsMatch(digest));
    }

    private static (string Before, string? After) Cut(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    private static (string? Registry, string Repository) SplitRegistry(string name)
    {
        var slash = name.IndexOf('/');
        var first = slash < 0 ? "" : name[..slash];
        var isRegistry = first == "localhost" || first.Any(c => c is '.' or ':' || char.IsAsciiLetterUpper(c));
        return isRegistry ? (first, name[(slash + 1)..]) : (null, name);
    }
}
