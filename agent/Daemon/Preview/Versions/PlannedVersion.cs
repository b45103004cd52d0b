using Pdp.Core.Routing;

namespace Pdp.Daemon.Preview.Versions;

/// <summary>What a document makes of its version, if it is taken.</summary>
/// <param name="IntentId">The intent.</param>
/// <param name="Stable">What leads to it then; null when nothing of it is left, or it has no track.</param>
/// <param name="Before">The major version it belonged to until now; null when to none.</param>
/// <param name="IsLeaving">Whether its pods go.</param>
internal sealed record PlannedVersion(string IntentId, StableVersion? Stable, VersionGroup? Before, bool IsLeaving)
{
    /// <summary>Every major version this is news for.</summary>
    public IEnumerable<VersionGroup> Groups => new[] { Before, Stable?.Group }.OfType<VersionGroup>().Distinct();
}
