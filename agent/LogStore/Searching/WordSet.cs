using System.Text;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Searching;

/// <summary>The different words of a block, as the index takes them in. Not safe for several threads.</summary>
internal sealed class WordSet
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly char[] _room = new char[WordReader.Longest];
    private readonly StringBuilder _text = new();

    /// <summary>The words, divided by spaces.</summary>
    public string Of(IReadOnlyList<BlockEntry> entries)
    {
        _words.Clear();
        _text.Clear();
        foreach (var entry in entries)
        {
            Add(entry.Message);
            if (entry.Fields is not null) Add(entry.Fields);
        }
        return _text.ToString();
    }

    private void Add(string text)
    {
        var known = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new WordReader(text, _room);
        while (words.Next())
        {
            if (known.Add(words.Current)) _text.Append(words.Current).Append(' ');
        }
    }
}
