namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>What a fleet is told; a file, because it holds a credential for each agent.</summary>
/// <param name="Server">Where to dial.</param>
/// <param name="Authority">PEM of the authority that is pinned.</param>
/// <param name="Agents">The planes and their bootstrap tokens.</param>
/// <param name="FirstDialsWithin">Seconds over which the first dials are spread.</param>
internal sealed record FleetOptions(Uri Server, string Authority, IReadOnlyList<FleetAgent> Agents, double FirstDialsWithin);

/// <summary>One agent's credential.</summary>
internal sealed record FleetAgent(string Plane, string Token);
