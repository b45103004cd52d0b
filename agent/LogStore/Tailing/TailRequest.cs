using Pdp.Core.Logs;

namespace Pdp.LogStore.Tailing;

/// <summary>Which entries a reader wants to hear of.</summary>
public sealed record TailRequest
{
    /// <summary>Of sources within one of these; at least one.</summary>
    public IReadOnlyList<LogScope> Scopes { get; init; } = [LogScope.Any];

    /// <summary>Of these levels; empty means any. Marks of gaps are of every level.</summary>
    public IReadOnlyCollection<Severity> Levels { get; init; } = [];

    /// <summary>As in <see cref="Queries.LogQuery.Search"/>.</summary>
    public string? Search { get; init; }

    /// <summary>The id of the last entry the reader got, to go on after it; null begins now.</summary>
    public long? After { get; init; }

    /// <summary>How many entries wait for a slow reader before it is skipped ahead; 1 to 10,000.</summary>
    public int Buffer { get; init; } = 1000;
}
