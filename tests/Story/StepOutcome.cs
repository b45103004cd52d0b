namespace Pdp.Story;

/// <summary>What became of one step.</summary>
/// <param name="Step">Its number in the story, from 1.</param>
/// <param name="Title">What it claims.</param>
/// <param name="Ok">Whether the claim held.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Detail">The figures, or what did not hold.</param>
public sealed record StepOutcome(int Step, string Title, bool Ok, TimeSpan Took, string Detail);
