using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Routing;

/// <summary>Where passes over intents and the routing of versions meet.</summary>
internal sealed class VersionDesk(VersionOffers offers, VersionQueue queue, VersionRouter router, RouteObjects objects)
{
    /// <summary>A pass came to its end.</summary>
    /// <param name="intentId">The intent.</param>
    /// <param name="version">What leads to what runs of it; null when it has no track, or nothing could be rendered.</param>
    /// <param name="status">Its status now.</param>
    /// <param name="isLeaving">Whether it is to be undeployed, suspended or removed.</param>
    public void Note(string intentId, StableVersion? version, IntentStatus status, bool isLeaving)
    {
        // What runs is left as it is while nothing can be acted on, and so is what leads to it.
        version ??= status.RunningGeneration > 0 ? offers.Find(intentId)?.Version : null;
        Wake(offers.Note(intentId, version is null ? null : new VersionOffer(intentId, version, status, isLeaving)));
    }

    /// <summary>Nothing is left of an intent.</summary>
    public void Forget(string intentId) => Wake(offers.Note(intentId, null));

    /// <summary>Leads callers elsewhere before the pods of an intent go.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    public Task LeaveAsync(string intentId, CancellationToken cancellationToken) => router.LeaveAsync(intentId, cancellationToken);

    /// <summary>Health of the routes that lead to a major version, by the ids a status would give them.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<IReadOnlyList<(string Id, ObjectHealth Health)>> RoutesAsync(StableVersion version, CancellationToken cancellationToken)
    {
        var routes = version.Objects.Where(o => !HealthAssessor.Decides(o.Key)).ToList();
        if (routes.Count == 0) return [];
        var found = (await objects.FindAsync(version.Group, [], cancellationToken)).ToDictionary(o => ManifestObject.KeyOf(o).Identity);
        return [.. routes.Select(route => (route.Id, HealthAssessor.Of(found.GetValueOrDefault(route.Key.Identity))))];
    }

    private void Wake(IReadOnlyList<VersionGroup> groups)
    {
        foreach (var group in groups) queue.Wake(group);
    }
}
