using System.Security.Cryptography;
using System.Text;

namespace Pdp.Registry;

/// <summary>What is in the repositories. Safe for any number of threads.</summary>
internal sealed class RegistryContent
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<string, string>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Repository, string Digest), byte[]> _manifests = [];

    /// <summary>Stores a manifest and has a tag stand for it.</summary>
    /// <returns>Its digest.</returns>
    public string Push(string repository, string tag, string build)
    {
        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{TestRegistry.ManifestType}}","annotations":{"build":"{{build}}"} }""");
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest))}";
        lock (_lock)
        {
            if (!_tags.TryGetValue(repository, out var tags)) _tags.Add(repository, tags = new(StringComparer.Ordinal));
            (tags[tag], _manifests[(repository, digest)]) = (digest, manifest);
        }
        return digest;
    }

    /// <summary>Takes a tag away.</summary>
    public void Untag(string repository, string tag)
    {
        lock (_lock) _tags[repository].Remove(tag);
    }

    /// <summary>A manifest by tag or digest; null when there is none.</summary>
    public (string Digest, byte[] Body)? Find(string repository, string reference)
    {
        lock (_lock)
        {
            var digest = reference.Contains(':', StringComparison.Ordinal)
                ? reference
                : _tags.GetValueOrDefault(repository)?.GetValueOrDefault(reference) ?? "";
            return _manifests.TryGetValue((repository, digest), out var body) ? (digest, body) : null;
        }
    }

    /// <summary>The tags of a repository after one of them, in order; null when there is no such repository.</summary>
    public IReadOnlyList<string>? TagsAfter(string repository, string last)
    {
        lock (_lock)
        {
            return _tags.TryGetValue(repository, out var tags)
                ? [.. tags.Keys.SkipWhile(tag => last.Length > 0 && string.CompareOrdinal(tag, last) <= 0)]
                : null;
        }
    }
}
