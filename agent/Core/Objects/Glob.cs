namespace Pdp.Core.Objects;

/// <summary>Patterns in which <c>*</c> stands for anything, nothing too. Linear in time, whatever the pattern.</summary>
internal static class Glob
{
    /// <summary>Whether a pattern fits a whole text.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1)
            return pattern == text;
        var (first, last) = (pieces[0], pieces[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last))
            return false;

        var (at, end) = (first.Length, text.Length - last.Length);
        foreach (var piece in pieces[1..^1])
        {
            var found = text.AsSpan(at, end - at).IndexOf(piece);
            if (found < 0)
                return false;
            at += found + piece.Length;
        }

        return true;
    }
}
