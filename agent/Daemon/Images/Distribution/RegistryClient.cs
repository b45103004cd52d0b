using System.Security.Cryptography;
using System.Text.Json;
using Pdp.Core.Images;
using Pdp.Daemon.Images.Configuration;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Reads a registry by the OCI distribution specification 1.1: which digest a tag has, and which tags there are.</summary>
internal sealed class RegistryClient(RegistryDefinition definition, RegistryCalls calls)
{
    // The specification asks registries to take at least as much.
    private const int MostManifestBytes = 4 * 1024 * 1024;
    private const int MostPageBytes = 4 * 1024 * 1024;
    private const int PageSize = 1000;
    private const int MostPages = 100;
    private const int Depth = 8;

    // What a node can run: for several platforms or for one, by either of the two formats.
    private static readonly string[] _manifests =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    /// <summary>The digest a tag has now.</summary>
    /// <exception cref="RegistryException">It cannot be had.</exception>
    public async Task<string> DigestOfAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        var uri = new Uri(definition.Endpoint, $"/v2/{repository}/manifests/{tag}");
        try
        {
            var head = await calls.SendAsync(HttpMethod.Head, uri, repository, _manifests, 0, cancellationToken);
            if (head.Digest is { } digest && ImageReference.IsDigest(digest) && _manifests.Contains(head.MediaType)) return digest;
        }
        catch (RegistryException unusual) when (unusual.Fault == RegistryFault.Malformed)
        {
            // Not every registry knows HEAD; the manifest itself says the same.
        }
        catch (RegistryException missing) when (missing.Fault == RegistryFault.NotFound)
        {
            throw new RegistryException(RegistryFault.NotFound, $"has no tag {tag} in {repository}");
        }
        var answer = await calls.SendAsync(HttpMethod.Get, uri, repository, _manifests, MostManifestBytes, cancellationToken);
        return _manifests.Contains(answer.MediaType) ? Verified(answer) : throw NoManifest(repository, tag);
    }

    /// <summary>The tags of a repository.</summary>
    /// <exception cref="RegistryException">They cannot be had.</exception>
    public async Task<IReadOnlyList<string>> TagsOfAsync(string repository, CancellationToken cancellationToken)
    {
        var first = new Uri(definition.Endpoint, $"/v2/{repository}/tags/list");
        var tags = new List<string>();
        var uri = new Uri(first, $"?n={PageSize}");
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await calls.SendAsync(HttpMethod.Get, uri, repository, ["application/json"], MostPageBytes, cancellationToken);
            tags.AddRange(Tags(answer.Body));
            if (answer.Next is not { } next) return tags;
            uri = new Uri(uri, next);
            if (uri.GetLeftPart(UriPartial.Path) != first.AbsoluteUri)
                throw new RegistryException(RegistryFault.Malformed, $"leads from the tags of {repository} to another place");
        }
        throw new RegistryException(RegistryFault.Malformed, $"has more than {MostPages} pages of tags in {repository}, the most that are read");
    }

    // Where the header is missing the digest is computed, and where it is there it must be right.
    private static string Verified(RegistryAnswer answer)
    {
        var computed = answer.Digest?.Split(':')[0] switch
        {
            "sha512" => $"sha512:{Convert.ToHexStringLower(SHA512.HashData(answer.Body))}",
            "sha384" => $"sha384:{Convert.ToHexStringLower(SHA384.HashData(answer.Body))}",
            _ => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(answer.Body))}",
        };
        return answer.Digest is null || answer.Digest == computed
            ? computed
            : throw new RegistryException(RegistryFault.Malformed, "gives a manifest a digest that is not its own");
    }

    private static IEnumerable<string> Tags(byte[] body)
    {
        try
        {
            using var page = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Depth });
            return page.RootElement.TryGetProperty("tags", out var tags) && tags.ValueKind != JsonValueKind.Null
                ? [.. tags.EnumerateArray().Select(tag => tag.GetString()).OfType<string>()]
                : [];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new RegistryException(RegistryFault.Malformed, "answers with something that is no list of tags");
        }
    }

    private static RegistryException NoManifest(string repository, string tag) => new(
        RegistryFault.Malformed, $"has under the tag {tag} of {repository} something that is no image of a kind nodes can run");
}
