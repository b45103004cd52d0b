using System.Text.RegularExpressions;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>What a registry answered.</summary>
/// <param name="MediaType">What the body is; null when it does not say.</param>
/// <param name="Digest">The digest it gives the content; null when it gives none.</param>
/// <param name="Next">Where the next page is; null when this is the last.</param>
/// <param name="Body">The body; empty after HEAD.</param>
internal sealed partial record RegistryAnswer(string? MediaType, string? Digest, string? Next, byte[] Body)
{
    /// <summary>An answer as it came.</summary>
    public static RegistryAnswer Of(HttpResponseMessage response, byte[] body) => new(
        response.Content.Headers.ContentType?.MediaType,
        First(response, "Docker-Content-Digest"),
        First(response, "Link") is { } link && NextLink().Match(link) is { Success: true } match ? match.Groups["target"].Value : null,
        body);

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.First() : null;

    [GeneratedRegex("""<(?<target>[^<>]+)>\s*;\s*rel="?next"?""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NextLink();
}
