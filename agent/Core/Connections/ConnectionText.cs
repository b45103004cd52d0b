using System.Text.RegularExpressions;

namespace Pdp.Core.Connections;

/// <summary>
/// <c>${CHOREO_CONNECTION_…}</c> inside a value: stands for the URL of the connection of that name, written as in the document or as
/// variables are, in capitals with <c>_</c> for <c>-</c>.
/// </summary>
internal static partial class ConnectionText
{
    /// <summary>The connections a value names, as they are written there.</summary>
    public static IEnumerable<string> NamesIn(string value) => Reference().Matches(value).Select(match => match.Groups["name"].Value);

    /// <summary>The connection a written name stands for; null when there is none.</summary>
    public static string? Find(string written, IEnumerable<string> connections) =>
        connections.FirstOrDefault(name => name == written || Spelled(name) == written);

    /// <summary>The value with the URLs in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="urlOf">The URL of a connection by its written name.</param>
    public static string Expand(string value, Func<string, string> urlOf) =>
        value.Contains("${CHOREO_CONNECTION_", StringComparison.Ordinal)
            ? Reference().Replace(value, match => urlOf(match.Groups["name"].Value))
            : value;

    private static string Spelled(string name) => name.ToUpperInvariant().Replace('-', '_');

    [GeneratedRegex(@"\$\{CHOREO_CONNECTION_(?<name>[A-Za-z0-9_-]{1,63})\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
