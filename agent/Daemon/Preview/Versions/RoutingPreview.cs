using Pdp.Core.Routing;

namespace Pdp.Daemon.Preview.Versions;

/// <summary>What would become of what leads callers to a major version.</summary>
/// <param name="Group">The major version.</param>
/// <param name="Before">The version it leads to now; null when to none.</param>
/// <param name="After">The version it would lead to, once that is healthy; null when to none.</param>
/// <param name="Objects">What would become of each object of it.</param>
internal sealed record RoutingPreview(VersionGroup Group, string? Before, string? After, IReadOnlyList<ObjectPreview> Objects);
