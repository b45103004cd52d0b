namespace Pdp.LogStore.Searching;

/// <summary>
/// A word, or words with what stands between them. It is found where it begins and ends a word, letters of either case being the same.
/// </summary>
/// <param name="Text">What is looked for; not empty.</param>
/// <param name="Prefix">Whether the last word may go on.</param>
/// <param name="Excluded">Whether it must not be there.</param>
internal sealed record SearchTerm(string Text, bool Prefix, bool Excluded)
{
    /// <summary>Whether a text has it.</summary>
    public bool IsIn(string text)
    {
        for (var from = 0; from <= text.Length - Text.Length;)
        {
            var at = text.IndexOf(Text, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            var end = at + Text.Length;
            var begins = at == 0 || !WordReader.IsWordPart(Text[0]) || !WordReader.IsWordPart(text[at - 1]);
            var ends = Prefix || end == text.Length || !WordReader.IsWordPart(Text[^1]) || !WordReader.IsWordPart(text[end]);
            if (begins && ends) return true;
            from = at + 1;
        }
        return false;
    }

    /// <summary>Its words as terms of a full-text query.</summary>
    public IEnumerable<string> IndexTerms()
    {
        var terms = new List<string>();
        var words = new WordReader(Text, new char[WordReader.Longest]);
        while (words.Next()) terms.Add($"\"{words.Current}\"");
        if (Prefix && terms.Count > 0 && WordReader.IsWordPart(Text[^1])) terms[^1] += "*";
        return terms;
    }
}
