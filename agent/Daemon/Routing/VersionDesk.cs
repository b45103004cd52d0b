using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Core.Routing;
using Pdp.Daemon.Reconcile;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Routing;

/// <summary>Where passes over intents and the routing of versions meet.</summary>
internal sealed class VersionDesk(VersionOffers offers, VersionQueue queue, VersionRouter router, RouteObjects objects) : IVersions
{
    /// <inheritdoc/>
    public void Note(string intentId, StableVersion? version, IntentStatus status, bool isLeaving)
    {
        // What runs is left as it is while nothing can be acted on, and so is what leads to it.
        version ??= status.RunningGeneration > 0 ? offers.Find(intentId)?.Version : null;
        Wake(offers.Note(intentId, version is null ? null : new VersionOffer(intentId, version, status, isLeaving)));
    }

    /// <inheritdoc/>
    public async Task LeadAsync(string intentId, StableVersion? version, IntentStatus status, CancellationToken cancellationToken)
    {
        Note(intentId, version, status, isLeaving: false);
        if (version is not null) await router.FollowAsync(version.Group, cancellationToken);
    }

    /// <inheritdoc/>
    public void Forget(string intentId) => Wake(offers.Note(intentId, null));

    /// <inheritdoc/>
    public Task LeaveAsync(string intentId, CancellationToken cancellationToken) => router.LeaveAsync(intentId, cancellationToken);

    /// <inheritdoc/>
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
