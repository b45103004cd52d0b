using Pdp.Core.Logs;

namespace Pdp.PlaneStore.Events;

/// <summary>What is looked for among the events.</summary>
public sealed record EventQuery
{
    /// <summary>Most events in one answer.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Most words of a search.</summary>
    public const int MostWords = 16;

    /// <summary>Of these components; none finds nothing. Pods and containers are not looked at.</summary>
    public required IReadOnlyList<LogScope> Scopes { get; init; }

    /// <summary>From this time on.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Before this time.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Of this type; null for any.</summary>
    public EventType? Type { get; init; }

    /// <summary>With one of these reasons; none means any.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Words that must all be in reason, message, kind or name, whatever their case; none finds all.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether the oldest come first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>How many at most, 1..<see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="EventPage.Next"/> of the page before; null begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Start >= End) problems.Add("startTime: must be before endTime.");
        if (Limit is < 1 or > MaxLimit) problems.Add($"limit: must be 1 to {MaxLimit}.");
        if (Words.Count > MostWords) problems.Add($"search: must have at most {MostWords} words.");
        if (Cursor is not null && EventCursor.Parse(Cursor) is not { } cursor) problems.Add("cursor: is not one of an earlier answer; leave it out to begin anew.");
        else if (Cursor is not null && EventCursor.Parse(Cursor)!.OldestFirst != OldestFirst) problems.Add("cursor: is of another sortOrder; use the one it was made with.");
        return problems;
    }
}

/// <summary>An answer.</summary>
/// <param name="Events">The events, in the order asked for.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
/// <param name="IsPartial">Whether so much had to be looked through that this is less than was asked for; the next page goes on.</param>
public sealed record EventPage(IReadOnlyList<PlaneEvent> Events, string? Next, bool IsPartial);
