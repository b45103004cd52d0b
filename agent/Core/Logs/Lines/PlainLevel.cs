namespace Pdp.Core.Logs.Lines;

/// <summary>
/// Finds the level of a plain line near its start. A word counts when it is meant as a level: in capitals, in brackets, before a colon, or after
/// <c>level=</c>. So <c>ERROR no disk</c> is an error and <c>no error found</c> says nothing.
/// </summary>
internal static class PlainLevel
{
    // After a time, a thread and a logger's name.
    private const int Near = 120;
    private const int Longest = 16;

    public static Severity Of(string line)
    {
        if (Klog(line) is var klog and not Severity.Unknown) return klog;
        var text = line.AsSpan(0, Math.Min(line.Length, Near));
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetter(text[at])) continue;
            var end = at;
            while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
            if (end - at <= Longest && IsMeant(text, at, end) && LevelNames.Of(text[at..end]) is var level and not Severity.Unknown) return level;
            at = end;
        }
        return Severity.Unknown;
    }

    private static bool IsMeant(ReadOnlySpan<char> text, int start, int end)
    {
        var before = start == 0 ? ' ' : text[start - 1];
        var after = end == text.Length ? ' ' : text[end];
        if (char.IsAsciiDigit(before) || char.IsAsciiDigit(after) || before is '_' or '-' or '.' or '/' || after is '_' or '-' or '.' or '/' or '(') return false;
        if (before is '[' or '(' or '<' or '|' && after is ']' or ')' or '>' or '|' or ' ') return true;
        if (before is '=' or '"' && IsLevelKey(text[..start])) return true;
        if (text[start..end].ContainsAnyExceptInRange('A', 'Z')) return start == 0 && after == ':';
        return before is ' ' or '\t' or ':' or ']' or ')';
    }

    private static bool IsLevelKey(ReadOnlySpan<char> before)
    {
        var key = before.TrimEnd("=\"");
        return key.Length < before.Length
            && (key.EndsWith("level", StringComparison.OrdinalIgnoreCase) || key.EndsWith("lvl", StringComparison.OrdinalIgnoreCase)
                || key.EndsWith("severity", StringComparison.OrdinalIgnoreCase));
    }

    // Kubernetes' own: "I0102 15:04:05.000000 …".
    private static Severity Klog(string line)
    {
        if (line.Length < 8 || line[5] != ' ' || line.AsSpan(1, 4).ContainsAnyExceptInRange('0', '9')) return Severity.Unknown;
        return line[0] switch
        {
            'I' => Severity.Info,
            'W' => Severity.Warning,
            'E' => Severity.Error,
            'F' => Severity.Fatal,
            _ => Severity.Unknown,
        };
    }
}
