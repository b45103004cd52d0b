namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>How a Job ends: the condition it gets (<c>Complete</c> or <c>Failed</c>), and why.</summary>
internal sealed record JobOutcome(string Type, string Reason, string Message);
