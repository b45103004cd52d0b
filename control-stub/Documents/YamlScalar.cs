using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.ControlStub.Documents;

/// <summary>
/// What a scalar means, by the core schema of YAML 1.2. A number with leading zeros is refused where it is not quoted: half of the
/// tools of this field read it as octal, the others as decimal.
/// </summary>
internal static partial class YamlScalar
{
    private const string CorePrefix = "tag:yaml.org,2002:";

    private static readonly string[] _plainTags = ["!!int", "!!float", "!!bool", "!!null"];

    /// <summary>The value, and what is wrong with it (its path left for the caller).</summary>
    public static (JsonNode? Node, Finding? Finding) Read(Scalar scalar)
    {
        if (IsTag(scalar.Tag, "!!str") || scalar.Tag == "!" || (scalar.Tag.IsEmpty && scalar.Style != ScalarStyle.Plain))
            return (JsonValue.Create(scalar.Value), null);
        if (!scalar.Tag.IsEmpty && !_plainTags.Any(tag => IsTag(scalar.Tag, tag)))
            return (null, new Finding(FindingRules.Unsupported, "", $"must not have a tag; look at line {scalar.Start.Line}"));
        return Plain(scalar.Value, scalar.Start.Line);
    }

    /// <summary>Whether a tag is one of the core schema.</summary>
    public static bool IsTag(TagName tag, string shorthand) =>
        !tag.IsEmpty && (tag.Value == shorthand || tag.Value == CorePrefix + shorthand[2..]);

    private static (JsonNode?, Finding?) Plain(string text, long line)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (null, null);
            case "true" or "True" or "TRUE":
                return (JsonValue.Create(true), null);
            case "false" or "False" or "FALSE":
                return (JsonValue.Create(false), null);
        }

        if (LeadingZeros().IsMatch(text))
            return (null, new Finding(FindingRules.Ambiguous, "", $"must be quoted, or written without leading zeros; look at line {line}"));
        if (Whole().IsMatch(text))
            return (Number(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)), null);
        if (Octal().IsMatch(text))
            return (Number(text.AsSpan(2).ToArray().Aggregate(BigInteger.Zero, (n, c) => (n * 8) + (c - '0'))), null);
        if (Hexadecimal().IsMatch(text))
            return (Number(BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)), null);
        if (NotANumber().IsMatch(text))
            return (null, new Finding(FindingRules.BadValue, "", $"must be a finite number, or quoted; look at line {line}"));
        if (Fraction().IsMatch(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return (JsonValue.Create(number), null);
        return (JsonValue.Create(text), null);
    }

    // Through JSON text, so that a number written in any way has one form, however long it is.
    private static JsonNode? Number(BigInteger number) => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("^[-+]?0[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeadingZeros();

    [GeneratedRegex("^[-+]?[0-9]{1,100}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex("^0o[0-7]{1,100}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Octal();

    [GeneratedRegex("^0x[0-9a-fA-F]{1,100}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotANumber();
}
