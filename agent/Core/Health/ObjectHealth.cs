using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Health of one object or of many.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Reason">Why not, where it is known.</param>
/// <param name="Message">One sentence for people; empty when healthy.</param>
public sealed record ObjectHealth(HealthState State, FailureReason? Reason = null, string Message = "");
