using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Validation;

/// <summary>The named rules of the type tables. A rule answers null where the value is fine, or what is wrong with it.</summary>
internal static partial class Formats
{
    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
        + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string QualifiedRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string ConfigKeyRule =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
        + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private const string EnvNameRule = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private const string PercentRule =
        "a valid percent string must be a numeric string followed by an ending '%' "
        + "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    private static readonly Dictionary<string, Func<string, string?>> Text = new(StringComparer.Ordinal)
    {
        ["label"] = Label,
        ["subdomain"] = Subdomain,
        ["qualifiedName"] = QualifiedName,
        ["labelValue"] = LabelValue,
        ["configKey"] = ConfigKey,
        ["pathSegment"] = PathSegment,
        ["envName"] = v => v.Length == 0 || v.Any(c => c is < ' ' or > '~' or '=') ? EnvNameRule : null,
        ["portName"] = PortName,
        ["cron"] = CronSchedule.Check,
    };

    /// <summary>Checks text; names that are not known are a mistake in the tables.</summary>
    public static string? Check(string format, string value) => Text[format](value);

    /// <summary>Checks a field's value and reports what is wrong.</summary>
    public static void Check(string format, string path, JsonNode value, ErrorList errors)
    {
        switch (format)
        {
            case "labels":
                Pairs(path, value, errors, values: true);
                break;
            case "configKeys":
                foreach (var (key, _) in value as JsonObject ?? [])
                {
                    if (ConfigKey(key) is { } wrong)
                        errors.Invalid($"{path}[{key}]", key, wrong);
                }
                break;
            case "port":
                Port(path, value, errors);
                break;
            case "countOrPercent":
                CountOrPercent(path, value, errors);
                break;
            default:
                if (value.TryText(out var text) && text.Length > 0 && Check(format, text) is { } rule)
                    errors.Invalid(path, value, rule);
                break;
        }
    }

    /// <summary>Label or annotation keys, and label values.</summary>
    public static void Pairs(string path, JsonNode value, ErrorList errors, bool values)
    {
        foreach (var (key, item) in value as JsonObject ?? [])
        {
            if (QualifiedName(values ? key : key.ToLowerInvariant()) is { } wrongKey)
                errors.Invalid(path, key, wrongKey);
            if (values && item.TryText(out var text) && LabelValue(text) is { } wrongValue)
                errors.Invalid(path, item, wrongValue);
        }
    }

    public static string? Label(string value) =>
        value.Length > 63 ? "must be no more than 63 characters" : LabelPattern().IsMatch(value) ? null : LabelRule;

    public static string? Subdomain(string value) =>
        value.Length > 253 ? "must be no more than 253 characters" : SubdomainPattern().IsMatch(value) ? null : SubdomainRule;

    private static string? QualifiedName(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash == 0)
            return "prefix part must be non-empty";
        if (slash > 0 && Subdomain(value[..slash]) is { } prefix)
            return "prefix part " + prefix;
        return value[(slash + 1)..] switch
        {
            "" => "name part must be non-empty",
            { Length: > 63 } => "name part must be no more than 63 characters",
            var name => WordPattern().IsMatch(name) ? null : QualifiedRule,
        };
    }

    private static string? LabelValue(string value) => value switch
    {
        "" => null,
        { Length: > 63 } => "must be no more than 63 characters",
        _ => WordPattern().IsMatch(value) ? null : LabelValueRule,
    };

    private static string? ConfigKey(string value) => value switch
    {
        { Length: > 253 } => "must be no more than 253 characters",
        "." or ".." => "must not be '.' or '..'",
        _ => ConfigKeyPattern().IsMatch(value) ? null : ConfigKeyRule,
    };

    private static string? PathSegment(string value) => value switch
    {
        "." or ".." => "may not be '.' or '..'",
        _ => value.AsSpan().IndexOfAny('/', '%') >= 0 ? "may not contain '/' or '%'" : null,
    };

    private static string? PortName(string value) => value.Length > 15
        ? "must be no more than 15 characters"
        : PortNamePattern().IsMatch(value) && value.Any(char.IsAsciiLetter) && !value.Contains("--", StringComparison.Ordinal)
            ? null
            : "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-), and at least one letter (a-z)";

    private static void Port(string path, JsonNode value, ErrorList errors)
    {
        if (value.TryWhole(out var number) && number is < 1 or > 65535)
            errors.Invalid(path, value, "must be between 1 and 65535, inclusive");
        else if (value.TryText(out var name) && PortName(name) is { } wrong)
            errors.Invalid(path, value, wrong);
    }

    private static void CountOrPercent(string path, JsonNode value, ErrorList errors)
    {
        if (value.TryWhole(out var number) && number < 0)
            errors.Invalid(path, value, "must be greater than or equal to 0");
        else if (value.TryText(out var text) && !PercentPattern().IsMatch(text))
            errors.Invalid(path, value, PercentRule);
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex("^[-._a-zA-Z0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConfigKeyPattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortNamePattern();

    [GeneratedRegex("^[0-9]+%$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PercentPattern();
}
