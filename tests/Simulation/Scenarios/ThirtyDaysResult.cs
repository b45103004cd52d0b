namespace Pdp.Simulation.Scenarios;

/// <summary>What came of thirty days without a control plane.</summary>
/// <param name="Simulated">How long it was.</param>
/// <param name="Drifts">Edits and deletions by hand.</param>
/// <param name="Rotations">New versions of the secret.</param>
/// <param name="Secrets">Secrets of intents that are in the cluster in the end: old ones are collected.</param>
/// <param name="Frames">Frames that travelled once the line was back, by what became of them.</param>
/// <param name="Violations">Rules that did not hold.</param>
internal sealed record ThirtyDaysResult(
    TimeSpan Simulated,
    int Drifts,
    int Rotations,
    int Secrets,
    IReadOnlyDictionary<string, int> Frames,
    IReadOnlyList<string> Violations);
