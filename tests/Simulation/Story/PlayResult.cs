using Pdp.History.Recording;

namespace Pdp.Simulation.Story;

/// <summary>What came of a seed.</summary>
internal sealed record PlayResult
{
    public required ulong Seed { get; init; }

    /// <summary>Of all that happened: the same seed gives the same hash.</summary>
    public required string Hash { get; init; }

    /// <summary>What kept the story from being told to its end; null when nothing did.</summary>
    public string? Defect { get; init; }

    /// <summary>Whether the code is caught in a loop that never ends, so that this process can play no other seed.</summary>
    public bool Spins { get; init; }

    /// <summary>Rules that did not hold.</summary>
    public required IReadOnlyList<Finding> Violations { get; init; }

    /// <summary>How long the story was in its own time.</summary>
    public required TimeSpan Simulated { get; init; }

    /// <summary>How many events of the timeline it took.</summary>
    public required long Events { get; init; }

    /// <summary>What was met, and how often.</summary>
    public required IReadOnlyDictionary<string, int> Covered { get; init; }

    /// <summary>The history that was judged; empty in results of other processes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<HistoryRecord> Records { get; init; } = [];

    /// <summary>Whether all rules held.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsGood => Defect is null && Violations.Count == 0;

    /// <summary>A seed whose process ended before its story.</summary>
    public static PlayResult Lost(ulong seed, string why) => new()
    {
        Seed = seed,
        Hash = "",
        Defect = why,
        Violations = [],
        Simulated = TimeSpan.Zero,
        Events = 0,
        Covered = new Dictionary<string, int>(),
    };
}

/// <summary>A rule that did not hold.</summary>
/// <param name="Invariant">The rule.</param>
/// <param name="Message">What went wrong, with the records that prove it.</param>
internal sealed record Finding(string Invariant, string Message);
