namespace Pdp.History.Events;

/// <summary>What of a status can be right or wrong.</summary>
/// <param name="Phase">The phase by name: <c>Healthy</c>.</param>
/// <param name="Observed">Newest generation the agent worked on.</param>
/// <param name="Running">Generation whose objects run; 0 when none does.</param>
/// <param name="Failed">Newest generation that was refused or rolled back; 0 when none was.</param>
public sealed record StatusFacts(string Phase, long Observed, long Running = 0, long Failed = 0)
{
    /// <summary>In words.</summary>
    public override string ToString() => $"{Phase} at generation {Observed} (runs {Running}, failed {Failed})";
}
