using System.Net.Http.Headers;

namespace Pdp.Kubernetes.Transport;

/// <summary>What the API server warns of: <c>Warning: 299 - "text"</c> (RFC 7234, 5.5).</summary>
internal static class WarningHeaders
{
    private const int MaxWarnings = 20;
    private const int MaxLength = 500;

    public static IReadOnlyList<string> Read(HttpResponseHeaders headers) =>
        headers.Warning.Count == 0
            ? []
            : [.. headers.Warning.Where(warning => warning.Code == 299).Select(Text).Distinct().Take(MaxWarnings)];

    private static string Text(WarningHeaderValue warning)
    {
        var text = warning.Text.Length >= 2 && warning.Text[0] == '"' ? warning.Text[1..^1] : warning.Text;
        text = text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }
}
