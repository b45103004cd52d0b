namespace Pdp.Cutter.Plan;

/// <summary>A change of a plan.</summary>
/// <param name="At">When, from the beginning of the play.</param>
/// <param name="Kind">What.</param>
/// <param name="Intent">To which intent.</param>
/// <param name="Mark">What the content is known by.</param>
public sealed record PlannedChange(TimeSpan At, ChangeKind Kind, string Intent, string Mark);
