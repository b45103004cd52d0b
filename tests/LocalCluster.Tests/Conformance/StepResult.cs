namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>How one step was answered.</summary>
/// <param name="Index">Its place in the case.</param>
/// <param name="Step">The request or watch.</param>
/// <param name="Difference">What was other than recorded; null when it holds.</param>
internal sealed record StepResult(int Index, string Step, string? Difference);
