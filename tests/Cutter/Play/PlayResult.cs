using Pdp.History.Checking;
using Pdp.History.Recording;

namespace Pdp.Cutter.Play;

/// <summary>How a play went.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Records">Its history.</param>
/// <param name="Violations">What broke; empty when nothing did.</param>
/// <param name="Faults">How many faults happened.</param>
/// <param name="Accepted">How many changes were accepted.</param>
/// <param name="RestedAfter">How long it took to come to rest after the last fault.</param>
/// <param name="Tunnels">How many tunnels a proxy opened; 0 without a proxy.</param>
/// <param name="Kept">Where the history is kept; null unless something broke.</param>
public sealed record PlayResult(
    int Seed,
    IReadOnlyList<HistoryRecord> Records,
    IReadOnlyList<Violation> Violations,
    int Faults,
    int Accepted,
    TimeSpan RestedAfter,
    int Tunnels,
    string? Kept)
{
    private const int MostShown = 10;

    /// <summary>One line, and what broke below it.</summary>
    public override string ToString()
    {
        var line = $"seed {Seed}: {Faults} faults, {Accepted} accepted changes, {Records.Count} records, "
            + $"at rest after {RestedAfter.TotalSeconds:0.0} s";
        return Violations.Count == 0 ? line : $"{line}\n{string.Join('\n', Violations.Take(MostShown))}\nThe history is kept in {Kept}.";
    }
}
