using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>Keys of ConfigMap and Secret data: readable, valid and one for each thing.</summary>
internal static class DataKey
{
    private const int HashLength = 10;
    private const int LongestReadable = 40;

    /// <summary>A key.</summary>
    /// <param name="readable">What a person recognizes it by; anything.</param>
    /// <param name="parts">What tells it from others.</param>
    public static string Of(string readable, params IEnumerable<string> parts)
    {
        var valid = readable.Take(LongestReadable).Select(c => IsAllowed(c) ? c : '-');
        return $"{ShortHash.Of(HashLength, parts)}-{string.Concat(valid)}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
