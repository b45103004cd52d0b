using Pdp.Core.Connections;

namespace Pdp.Core.Render;

/// <summary>What became of looking for the endpoint a connection names.</summary>
/// <param name="Connection">Where it leads; null when there is a problem.</param>
/// <param name="Problem">Why it leads nowhere, for people; empty when it does.</param>
/// <param name="IsDenied">The endpoint is there, and not for this caller.</param>
public sealed record ConnectionOutcome(ResolvedConnection? Connection, string Problem = "", bool IsDenied = false);
