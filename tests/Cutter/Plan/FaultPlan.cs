namespace Pdp.Cutter.Plan;

/// <summary>Which faults happen when: the same for the same seed.</summary>
public static class FaultPlan
{
    // Where there is time for it a leader may be held until its lease has run out and another leads, and then go on where it was.
    private const double OutOfLease = 2.5;
    private static readonly TimeSpan _longPlay = TimeSpan.FromSeconds(10);

    private static readonly FaultKind[] _ofLines =
    [
        FaultKind.Cut, FaultKind.CutAfterBytes, FaultKind.CutAtRecord, FaultKind.CutAtRecord, FaultKind.Stall, FaultKind.Silence,
        FaultKind.Discard, FaultKind.Corrupt, FaultKind.Throttle, FaultKind.Delay,
    ];

    /// <summary>Makes a plan.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="length">How long faults go on.</param>
    public static IReadOnlyList<PlannedFault> Of(int seed, TimeSpan length)
    {
        var chance = new Random(seed);
        var plan = new List<PlannedFault>();
        for (var at = Next(chance); at < length; at += Next(chance)) plan.Add(Fault(chance, at, length));
        return plan;
    }

    private static TimeSpan Next(Random chance) => TimeSpan.FromMilliseconds(chance.Next(200, 1200));

    private static PlannedFault Fault(Random chance, TimeSpan at, TimeSpan length)
    {
        var (place, kind) = chance.Next(10) switch
        {
            0 => (FaultPlace.Stub, FaultKind.Kill),
            1 => (FaultPlace.Leader, FaultKind.Kill),
            2 => (FaultPlace.Stub, FaultKind.Pause),
            3 => (FaultPlace.Leader, FaultKind.Pause),
            4 or 5 => (FaultPlace.ClusterLine, _ofLines[chance.Next(_ofLines.Length)]),
            _ => (FaultPlace.ControlLine, _ofLines[chance.Next(_ofLines.Length)]),
        };
        var toServer = chance.Next(2) == 0;
        var amount = Amount(chance, kind);
        var lasts = TimeSpan.FromMilliseconds(chance.Next(100, 3000));
        if (place == FaultPlace.Leader && kind == FaultKind.Pause && length >= _longPlay) lasts *= OutOfLease;
        return new PlannedFault(at, kind, place, toServer, amount, lasts);
    }

    // Small numbers fall into handshakes and single frames, large ones into documents and lists.
    private static int Amount(Random chance, FaultKind kind) => kind switch
    {
        FaultKind.CutAtRecord => chance.Next(1, 20),
        FaultKind.Throttle => chance.Next(2_000, 40_000),
        _ => (int)Math.Pow(10, 1 + (chance.NextDouble() * 3)),
    };
}
