using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// What an intent can go back to. It lies in the cluster, where somebody may have edited it, and it was allowed by the policy of its day: so its
/// document is verified and rendered anew, and held to the policy of today, each time it is to run.
/// </summary>
internal sealed partial class KeptRevisions(
    IRevisionStore revisions, IIntentVerifier verifier, IntentRendering rendering, ConnectionResolution connections, ILogger<KeptRevisions> logger)
{
    private static readonly RefusalReason _tampered = new(
        FailureReason.Tampered, "", "what was kept of it is not a document of this intent that the control plane signed");

    /// <summary>Which revision is kept; null when there is none.</summary>
    /// <exception cref="ClusterException">It could not be read.</exception>
    public Task<RevisionMark?> MarkAsync(StoredIntent stored, CancellationToken cancellationToken) =>
        revisions.KeptAsync(stored, cancellationToken);

    /// <summary>The revision that is kept; null when there is none, or it is damaged.</summary>
    /// <exception cref="ClusterException">It could not be read, or the cluster not be asked which kinds it has.</exception>
    public async Task<KeptRevision?> FindAsync(StoredIntent stored, CancellationToken cancellationToken)
    {
        if (await revisions.FindAsync(stored, cancellationToken) is not { } revision) return null;
        var verification = LocalIntents.IsLocal(stored.Id)
            ? LocalDocument.Read(stored.Id, revision.Generation, revision.Document)
            : verifier.Verify(revision.Document);
        var isOwn = verification is { Verified: { IsRemoval: false, Stamp: var stamp } }
            && stamp.Id == stored.Id && stamp.Generation == revision.Generation;
        if (!isOwn) return Refused(stored, revision, verification.Reasons.Count > 0 ? verification.Reasons : [_tampered]);
        var intent = verification.Verified!.Intent;
        var connected = connections.Resolve(intent, stored.Status.Connections, isKept: true);
        if (!connected.IsWhole) return Refused(stored, revision, connected.Missing);
        var facts = new RenderFacts { SecretVersions = VersionsOf(revision), Connections = connected.Facts, Images = revision.Images };
        var rendered = await rendering.RenderAsync(intent, facts, cancellationToken);
        return rendered.Errors.Count > 0
            ? Refused(stored, revision, rendered.Errors)
            : new KeptRevision(revision.Mark, intent.Release, rendered, []) { Connections = connected, Images = revision.Images };
    }

    private KeptRevision Refused(StoredIntent stored, Revision revision, IReadOnlyList<RefusalReason> reasons)
    {
        LogRefused(stored.Id, revision.Generation, reasons[0].Reason, reasons.Count);
        return new KeptRevision(revision.Mark, null, null, reasons);
    }

    private static Dictionary<SecretReference, string> VersionsOf(Revision revision) =>
        revision.Secrets.SelectMany(secret => secret.Items)
            .Where(item => item.Version is not null)
            .DistinctBy(item => item.Reference)
            .ToDictionary(item => item.Reference, item => item.Version!);

    [LoggerMessage(EventId = 1330, EventName = "RevisionRefused", Level = LogLevel.Warning,
        Message = "Intent {Intent}: generation {Generation}, which was kept, must not run: {Reason}, {Count} reasons in all; what runs is left alone")]
    private partial void LogRefused(string intent, long generation, FailureReason reason, int count);
}

/// <summary>A revision that is kept.</summary>
/// <param name="Mark">Which.</param>
/// <param name="Release">Its release; null where there are none.</param>
/// <param name="Rendered">What it becomes; null when it must not run.</param>
/// <param name="Refusals">Every reason why it must not run; empty when it may.</param>
internal sealed record KeptRevision(RevisionMark Mark, string? Release, RenderResult? Rendered, IReadOnlyList<RefusalReason> Refusals)
{
    /// <summary>Where its connections lead; null when it must not run.</summary>
    public ResolvedConnections? Connections { get; init; }

    /// <summary>Its images with their digests.</summary>
    public IReadOnlyList<ResolvedImage> Images { get; init; } = [];
}
