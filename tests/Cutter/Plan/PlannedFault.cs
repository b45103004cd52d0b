namespace Pdp.Cutter.Plan;

/// <summary>A fault of a plan.</summary>
/// <param name="At">When, from the beginning of the play.</param>
/// <param name="Kind">What.</param>
/// <param name="Place">To what.</param>
/// <param name="ToServer">On the way from the agents rather than to them, for what happens one way.</param>
/// <param name="Amount">Bytes, TLS records or bytes a second, by kind.</param>
/// <param name="Lasts">How long, for what lasts.</param>
public sealed record PlannedFault(TimeSpan At, FaultKind Kind, FaultPlace Place, bool ToServer, int Amount, TimeSpan Lasts)
{
    /// <summary>In words.</summary>
    public override string ToString() =>
        $"{Kind} of {Place}{(ToServer ? " to the server" : "")}, {Amount}, {Lasts.TotalMilliseconds:0} ms";
}
