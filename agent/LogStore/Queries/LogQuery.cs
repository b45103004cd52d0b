using Pdp.Core.Logs;

namespace Pdp.LogStore.Queries;

/// <summary>What is looked for.</summary>
public sealed record LogQuery
{
    /// <summary>Most entries in one answer.</summary>
    public const int MaxLimit = 1000;

    /// <summary>From this time on.</summary>
    public DateTimeOffset Start { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Before this time.</summary>
    public DateTimeOffset End { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Of sources within one of these, each of which may overlap others; at least one.</summary>
    public IReadOnlyList<LogScope> Scopes { get; init; } = [LogScope.Any];

    /// <summary>Of these levels; empty means any. Marks of gaps are of every level.</summary>
    public IReadOnlyCollection<Severity> Levels { get; init; } = [];

    /// <summary>
    /// <c>/regex/</c>, <c>/regex/i</c>, or words that must all be there: <c>"a phrase"</c>, <c>begin*</c>, <c>-without</c>. Null or blank finds all.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>The order of the answer.</summary>
    public SortOrder Order { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="LogPage.Next"/> of the page before; null begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>After this long the answer is what was found so far; above 0.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Start >= End) problems.Add("startTime: must be before endTime.");
        if (Scopes.Count == 0) problems.Add("searchScope: must name something.");
        if (Limit is < 1 or > MaxLimit) problems.Add($"limit: must be 1 to {MaxLimit}.");
        if (!Enum.IsDefined(Order)) problems.Add("sortOrder: is none of the orders.");
        if (Levels.Any(level => !Enum.IsDefined(level))) problems.Add("levels: one is none of the levels.");
        if (Budget <= TimeSpan.Zero) problems.Add("budget: must be above zero.");
        return problems;
    }
}
