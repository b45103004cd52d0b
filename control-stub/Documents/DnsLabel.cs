using System.Text.RegularExpressions;

namespace Pdp.ControlStub.Documents;

/// <summary>A DNS label (RFC 1123): what planes, intents and most of what they belong to are called.</summary>
internal static partial class DnsLabel
{
    /// <summary>What a name must be, for error messages.</summary>
    public const string Rule = "must be a DNS label: 1..63 of a-z, 0-9 and -, a letter or digit at both ends";

    /// <summary>Whether a name is one.</summary>
    public static bool Is(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
