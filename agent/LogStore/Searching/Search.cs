namespace Pdp.LogStore.Searching;

/// <summary>What an entry must say.</summary>
internal abstract class Search
{
    /// <summary>Nothing in particular.</summary>
    public static Search Everything { get; } = new WordSearch([]);

    /// <summary>A full-text query that finds every block with a match, and others; null when the index cannot help.</summary>
    public abstract string? IndexQuery { get; }

    /// <summary>Whether an entry says it, in its message or its fields.</summary>
    public bool Matches(string message, string? fields) => Accepts(message, fields);

    private protected abstract bool Accepts(string message, string? fields);
}
