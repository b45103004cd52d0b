using Microsoft.Extensions.Primitives;

namespace Pdp.ControlStub.Security;

/// <summary>Reads <c>Authorization: Bearer …</c> (RFC 6750).</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <summary>The token; null unless there is exactly one such header.</summary>
    public static string? Token(StringValues header) =>
        header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;
}
