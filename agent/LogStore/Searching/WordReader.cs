namespace Pdp.LogStore.Searching;

/// <summary>
/// The words of a text: runs of letters and digits, in upper case, the first 64 characters of each. Upper case and not lower because that is how
/// .NET compares without case, so that the index and the comparison of lines never disagree.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="room">For the word, <see cref="Longest"/> characters.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> room)
{
    /// <summary>How much of a word is looked at, characters.</summary>
    public const int Longest = 64;

    private readonly Span<char> _room = room;
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The word; good until the next.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool Next()
    {
        var start = 0;
        while (start < _rest.Length && !IsWordPart(_rest[start])) start++;
        var end = start;
        while (end < _rest.Length && IsWordPart(_rest[end])) end++;
        if (start == end) return false;
        var length = _rest[start..Math.Min(end, start + Longest)].ToUpperInvariant(_room);
        Current = _room[..length];
        _rest = _rest[end..];
        return true;
    }

    /// <summary>Whether a character belongs to a word.</summary>
    public static bool IsWordPart(char c) => char.IsLetterOrDigit(c);
}
