namespace Pdp.Core.Logs.Lines;

/// <summary>Which plain lines belong to the entry before them.</summary>
internal static class Continuation
{
    private static readonly string[] Beginnings =
        ["Caused by:", "Suppressed:", "--- End of", "During handling of the above", "The above exception was", "goroutine ", "[signal ", "created by "];

    /// <summary>Whether a line goes on with what the entry says.</summary>
    /// <param name="first">The entry's first line.</param>
    /// <param name="last">The entry's last line.</param>
    /// <param name="line">The line.</param>
    public static bool Is(string first, string last, string line)
    {
        if (line.Length == 0) return IsTrace(first, last);
        if (line[0] is ' ' or '\t' || line is "}" or "]" or ")") return true;
        if (Beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal))) return true;
        // A Python trace ends with a line that is not indented; a Go panic goes on until the process has ended.
        return IsPanic(first) || (first.EndsWith("Traceback (most recent call last):", StringComparison.Ordinal) && last.StartsWith("  ", StringComparison.Ordinal));
    }

    private static bool IsTrace(string first, string last) => IsPanic(first) || last.StartsWith("\tat ", StringComparison.Ordinal) || last.StartsWith("   at ", StringComparison.Ordinal);

    private static bool IsPanic(string first) =>
        first.StartsWith("panic: ", StringComparison.Ordinal) || first.StartsWith("fatal error: ", StringComparison.Ordinal);
}
