namespace Pdp.Core.Images.Versions;

/// <summary>
/// Which of two tags is newer, by their names alone: versions by Semantic Versioning, above everything that is none; others piece by piece,
/// runs of digits as numbers, so that <c>build-10</c> is newer than <c>build-9</c>.
/// </summary>
internal sealed class TagOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static TagOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (one, other) = (x ?? "", y ?? "");
        var (version, otherVersion) = (SemanticVersion.Read(one), SemanticVersion.Read(other));
        var order = (version, otherVersion) switch
        {
            (null, null) => Natural(one, other),
            (null, _) => -1,
            (_, null) => 1,
            _ => version.ComparedWith(otherVersion),
        };
        // 1.0.0 and v1.0.0 are the same version; one of them must be the newer all the same.
        return order != 0 ? order : string.CompareOrdinal(one, other);
    }

    private static int Natural(string one, string other)
    {
        var (i, j) = (0, 0);
        while (i < one.Length && j < other.Length)
        {
            var piece = Piece(one, i);
            var otherPiece = Piece(other, j);
            var areNumbers = char.IsAsciiDigit(piece[0]) && char.IsAsciiDigit(otherPiece[0]);
            var order = areNumbers ? CompareNumbers(piece, otherPiece) : piece.SequenceCompareTo(otherPiece);
            if (order != 0) return order;
            (i, j) = (i + piece.Length, j + otherPiece.Length);
        }
        return (one.Length - i).CompareTo(other.Length - j);
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var number = one.TrimStart('0');
        var otherNumber = other.TrimStart('0');
        return number.Length != otherNumber.Length ? number.Length.CompareTo(otherNumber.Length) : number.SequenceCompareTo(otherNumber);
    }

    // A run of digits, or one other character.
    private static ReadOnlySpan<char> Piece(string text, int from)
    {
        var to = from + 1;
        while (char.IsAsciiDigit(text[from]) && to < text.Length && char.IsAsciiDigit(text[to])) to++;
        return text.AsSpan(from, to - from);
    }
}
