using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis;

/// <summary>What an analysis says so far.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Status">Its measurements; null before the first.</param>
/// <param name="Message">One sentence with the values.</param>
/// <param name="NextAt">When to measure next, UTC; null when there is nothing left to measure.</param>
public sealed record AnalysisVerdict(AnalysisState State, AnalysisStatus? Status, string Message, DateTimeOffset? NextAt = null);

/// <summary>Whether an analysis holds.</summary>
public enum AnalysisState
{
    /// <summary>Not measured often enough.</summary>
    Open,

    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not, or told nothing too often.</summary>
    Failed,
}
