namespace Pdp.Protocol;

/// <summary>Rules a field can break once its type is right; each names the path and what it must be, never what it was.</summary>
internal static class FieldRules
{
    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static IEnumerable<FieldError> Range(string path, double value, double min, double max) =>
        value >= min && value <= max ? [] : [new(path, $"must be {min}..{max}")];

    /// <summary>At least <paramref name="min"/>.</summary>
    public static IEnumerable<FieldError> AtLeast(string path, long value, long min) =>
        value >= min ? [] : [new(path, $"must be {min} or more")];

    /// <summary>A text of <paramref name="min"/> to <paramref name="max"/> characters.</summary>
    public static IEnumerable<FieldError> Text(string path, string? value, int min, int max) =>
        value is null || (value.Length >= min && value.Length <= max) ? [] : [new(path, $"must have {min}..{max} characters")];

    /// <summary>At most <paramref name="max"/> entries.</summary>
    public static IEnumerable<FieldError> Count<T>(string path, IReadOnlyList<T> list, int max) =>
        list.Count <= max ? [] : [new(path, $"must have at most {max} entries")];

    /// <summary>A DNS label (RFC 1123): an intent's id.</summary>
    public static IEnumerable<FieldError> Id(string path, string? value) =>
        value is null || IsLabel(value)
            ? []
            : [new(path, $"must be a DNS label: 1..{ProtocolLimits.IdChars} of a-z, 0-9 and -, a letter or digit at both ends")];

    /// <summary>SHA-256 as 64 lower-case hex digits.</summary>
    public static IEnumerable<FieldError> Hash(string path, string? value) =>
        value is null || (value.Length == 64 && value.All(char.IsAsciiHexDigitLower))
            ? []
            : [new(path, "must be 64 lower-case hex digits")];

    /// <summary>Each entry's own errors, their paths under <c>path[i]</c>.</summary>
    public static IEnumerable<FieldError> Each<T>(string path, IReadOnlyList<T> list, Func<string, T, IEnumerable<FieldError>> rules) =>
        list.SelectMany((item, index) => rules($"{path}[{index}]", item));

    private static bool IsLabel(string value) =>
        value.Length is > 0 and <= ProtocolLimits.IdChars
        && value.All(c => c is '-' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        && value[0] != '-' && value[^1] != '-';
}
