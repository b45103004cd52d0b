using System.Collections.Concurrent;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Routing;

/// <summary>
/// Has each major version lead to its newest healthy minor one. What it leads to stands on the stable Service itself, so a restart or another
/// leader goes on from there; every look begins anew from what the cluster holds.
/// </summary>
internal sealed class VersionRouter(
    VersionOffers offers,
    VersionAges ages,
    ReadyEndpoints endpoints,
    RouteObjects objects,
    IIntentStore intents,
    VersionMoves moves,
    Reconcile.ReconcileOptions options,
    TimeProvider time)
{
    private readonly ConcurrentDictionary<VersionGroup, SemaphoreSlim> _turns = new();

    /// <summary>Looks at one group and writes what follows.</summary>
    /// <returns>When to look again though nothing changed; null when only a change matters.</returns>
    /// <exception cref="ClusterException">Not done, or not wholly; to be tried again.</exception>
    public async Task<TimeSpan?> RouteAsync(VersionGroup group, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(group, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await RouteInTurnAsync(group, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Leads elsewhere before a version's pods go, if there is another one to lead to. What cannot be written now does not keep the version from
    /// going: its callers would not be served any better.
    /// </summary>
    /// <exception cref="ClusterException">The cluster cannot be reached; nothing else can be done then either.</exception>
    public async Task LeaveAsync(string intentId, CancellationToken cancellationToken)
    {
        if (offers.Leave(intentId) is { } group) await FollowAsync(group, cancellationToken);
    }

    /// <summary>Looks at one group at once. What cannot be written now is told, and left to the next look.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    public async Task FollowAsync(VersionGroup group, CancellationToken cancellationToken)
    {
        try
        {
            await RouteAsync(group, cancellationToken);
        }
        catch (ClusterException failure) when (failure is { IsOutdated: false, Reason: not FailureReason.ClusterUnavailable })
        {
            moves.NotMoved(group, failure);
        }
    }

    private async Task<TimeSpan?> RouteInTurnAsync(VersionGroup group, CancellationToken cancellationToken)
    {
        var versions = offers.Of(group);
        var wanted = versions.SelectMany(version => version.Version.Objects).Select(o => o.Key).DistinctBy(key => key.Identity);
        var found = await objects.FindAsync(group, wanted, cancellationToken);
        var service = RouteObjects.ServiceIn(group, found);
        var current = service is null ? null : RouteChanges.TargetOf(service);
        if (current is not null && intents.Find(current) is not null && !offers.Knows(current)) return null;

        var choice = VersionChooser.Choose(await CandidatesAsync(versions, cancellationToken), current, time.GetUtcNow(), options.VersionSettle);
        var target = versions.FirstOrDefault(version => version.IntentId == choice.IntentId);
        if (target is null && (versions.Count > 0 || !IsEveryIntentKnown())) return null;

        var changes = RouteChanges.Between(group, target?.Version.Objects ?? [], found);
        await objects.ClaimAsync(changes.Apply.Select(apply => apply.Live).OfType<System.Text.Json.Nodes.JsonObject>().Concat(changes.Delete), cancellationToken);
        await objects.WriteAsync(changes, cancellationToken);
        if (changes.Foreign is [var foreign, ..]) moves.Foreign(group, foreign);
        if (target is not null && target.IntentId != current) moves.Moved(group, service is null ? null : RouteChanges.TrackOf(service), target);
        return choice.LookAgainAt is { } at ? at - time.GetUtcNow() : null;
    }

    private async Task<IReadOnlyList<VersionCandidate>> CandidatesAsync(
        IReadOnlyList<VersionOffer> versions, CancellationToken cancellationToken)
    {
        var candidates = new List<VersionCandidate>();
        foreach (var version in versions)
        {
            var standing = StandingOf.Version(version.Status, version.IsLeaving, await endpoints.AnyAsync(version, cancellationToken));
            candidates.Add(new VersionCandidate(version.IntentId, version.Version.Track, standing, ages.Since(version.IntentId, standing)));
        }
        return candidates;
    }

    // Until then, what nobody offers may belong to an intent whose turn has not come.
    private bool IsEveryIntentKnown() => intents.List().All(intent => offers.Knows(intent.Id));
}
