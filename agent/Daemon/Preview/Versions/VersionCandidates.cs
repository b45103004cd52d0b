using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Routing;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview.Versions;

/// <summary>
/// The versions a major version could lead to: those that are planned, taken to have become healthy, and the others as the cluster has them.
/// </summary>
internal sealed class VersionCandidates(
    PlannedIntents intents, HeldDocuments documents, DocumentReading reading, Foresight foresight, ReadyEndpoints endpoints)
{
    // What is looked at is how it ends; whatever has to settle has settled by then.
    private static readonly DateTimeOffset _longAgo = DateTimeOffset.UnixEpoch;

    /// <summary>What a document makes of its version.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<PlannedVersion> OfAsync(string intentId, Target target, CancellationToken cancellationToken)
    {
        var before = intents.Held(intentId) is { } held ? await StableAsync(held, cancellationToken) : null;
        return new PlannedVersion(intentId, target.IsTeardown ? null : target.Stable, before?.Group, target.IsLeaving);
    }

    /// <summary>Every version of a group, with what leads to it.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<IReadOnlyList<(VersionCandidate Candidate, StableVersion Version)>> FindAsync(
        VersionGroup group, IReadOnlyList<PlannedVersion> planned, CancellationToken cancellationToken)
    {
        var found = new List<(VersionCandidate, StableVersion)>();
        foreach (var version in planned)
        {
            if (version.Stable is { } stable && stable.Group == group)
                found.Add((Candidate(version.IntentId, stable, version.IsLeaving ? Standing.Leaving : Standing.Healthy), stable));
        }
        foreach (var id in OthersIn(group).Except(planned.Select(version => version.IntentId)))
        {
            if (intents.Held(id) is not { } held || await StableAsync(held, cancellationToken) is not { } stable || stable.Group != group) continue;
            found.Add((Candidate(id, stable, await StandingAsync(held, stable, cancellationToken)), stable));
        }
        return found;
    }

    private IEnumerable<string> OthersIn(VersionGroup group) => documents.All()
        .Where(intent => intent.Metadata.Track is not null && IntentRenderer.NamespaceOf(intent.Metadata) == group.Namespace)
        .Select(intent => intent.Metadata.Id);

    private async Task<StableVersion?> StableAsync(StoredIntent held, CancellationToken cancellationToken) =>
        (await foresight.LookAsync(held, reading.Read(held), cancellationToken)).Target.Stable;

    private async Task<Standing> StandingAsync(StoredIntent held, StableVersion stable, CancellationToken cancellationToken)
    {
        var isLeaving = held.RemovalJws is not null || documents.Find(held.Id)?.State != ComponentState.Active;
        var offer = new VersionOffer(held.Id, stable, held.Status, isLeaving);
        return StandingOf.Version(offer.Status, isLeaving, await endpoints.AnyAsync(offer, cancellationToken));
    }

    private static VersionCandidate Candidate(string id, StableVersion stable, Standing standing) => new(id, stable.Track, standing, _longAgo);
}
