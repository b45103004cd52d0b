using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Reconcile.Images;
using Pdp.Daemon.Reconcile.Runs;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Daemon.Reconcile.Stages;
using Pdp.Daemon.Tracing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Chooses what shall run: the intent's own generation, rendered; or the last good revision when that generation failed, or failed with the
/// secrets it would get now. While the generation is refused or waits, what runs already is still kept as it was.
/// </summary>
internal sealed class Targeting(
    IntentRendering rendering,
    KeptRevisions revisions,
    SecretResolution secrets,
    ImageResolution images,
    ConnectionResolution connections,
    Prerequisites prerequisites,
    RunExpansion runs,
    ChangeGate gate,
    Staging staging)
{
    /// <summary>Chooses.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="document">What it says.</param>
    /// <param name="outOfReach">Versions of secrets that cannot be fetched now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<Target> ChooseAsync(
        StoredIntent stored, ReadDocument document, OutOfReach outOfReach, CancellationToken cancellationToken) =>
        await staging.StageAsync(stored, await AllowedAsync(stored, document, outOfReach, cancellationToken), cancellationToken);

    /// <summary>The same, whatever holds it back: paused, or outside a maintenance window.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<Target> ForeseeAsync(
        StoredIntent stored, ReadDocument document, OutOfReach outOfReach, CancellationToken cancellationToken) =>
        await staging.StageAsync(stored, await RevisionAsync(stored, document, outOfReach, cancellationToken), cancellationToken);

    private async Task<Target> AllowedAsync(
        StoredIntent stored, ReadDocument document, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var lastGood = await revisions.MarkAsync(stored, cancellationToken);
        if (ChangeGate.Pause(stored, document.Intent?.Intent) is { } paused)
            return await KeepRunningAsync(stored, paused, lastGood, cancellationToken) with { Pause = paused.Reasons[0].Message };
        if (document.Removal is { } removal && gate.Closed(stored, removal.Intent.Metadata, removal.Stamp.Generation) is var (held, opensIn))
            return await KeepRunningAsync(stored, held, lastGood, cancellationToken) with { LookAgainIn = opensIn };
        var target = await RevisionAsync(stored, document, outOfReach, cancellationToken);
        if (target.HeldBack is not { } closed) return target;
        var kept = target.StandsStill ? StandStill(stored, closed) : await KeepRunningAsync(stored, closed, lastGood, cancellationToken);
        return kept with { Requester = target.Requester, Freshness = target.Freshness, Following = target.Following, LookAgainIn = target.LookAgainIn };
    }

    private async Task<Target> RevisionAsync(
        StoredIntent stored, ReadDocument document, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var lastGood = await revisions.MarkAsync(stored, cancellationToken);
        if (document.Refusals.Count > 0 || document.Intent is not { } intent)
            return await KeepRunningAsync(stored, new Blocker(IntentPhase.Refused, document.Refusals), lastGood, cancellationToken);
        var target = await ChooseAsync(stored, intent, lastGood, outOfReach, cancellationToken);
        return target with { Requester = SecretResolution.RequesterOf(intent.Intent.Metadata) };
    }

    private async Task<Target> ChooseAsync(
        StoredIntent stored, VerifiedIntent intent, RevisionMark? lastGood, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var generation = intent.Stamp.Generation;
        var choice = RolloutTarget.Choose(new RevisionMark(generation), stored.Status, lastGood);
        if (choice.IsLastGood) return await GoBackAsync(stored, intent.Intent, choice, lastGood, cancellationToken);

        (intent, var runBlocker) = runs.Expand(intent);
        if (runBlocker is not null) return await KeepRunningAsync(stored, runBlocker, lastGood, cancellationToken);
        var resolved = await AgentTraces.InAsync("resolve secrets", () => secrets.ResolveAsync(stored, intent.Intent, outOfReach, cancellationToken));
        var pinned = await images.ResolveAsync(stored, intent, lastGood, cancellationToken);
        var connected = connections.Resolve(intent.Intent, stored.Status.Connections);
        var facts = new RenderFacts { SecretVersions = resolved.Versions, Connections = connected.Facts, Images = pinned.Images };
        var rendered = await AgentTraces.InAsync("render", () => rendering.RenderAsync(intent.Intent, facts, cancellationToken));
        var blocker = rendered.Errors.Count > 0
            ? new Blocker(IntentPhase.Refused, rendered.Errors)
            : prerequisites.Missing(stored, intent, connected, [.. resolved.Missing, .. pinned.Missing]);
        if (blocker is not null)
            return Noting(await KeepRunningAsync(stored, blocker, lastGood, cancellationToken), resolved, pinned);
        var own = new RevisionMark(generation, SecretFingerprint.Of(rendered.Secrets), ImageFingerprint.Of(pinned.Images));
        choice = RolloutTarget.Choose(own, stored.Status, lastGood);
        return choice.IsLastGood
            ? (await GoBackAsync(stored, intent.Intent, choice, lastGood, cancellationToken)) with { Freshness = SecretFreshness.Failed }
            : HeldBack(stored, intent, lastGood, Noting(Own(intent, choice, rendered), resolved, pinned)) with
            {
                LastGood = lastGood,
                Connections = connected,
                Images = pinned.Images,
                FollowedImage = pinned.Followed,
            };
    }

    private Target HeldBack(StoredIntent stored, VerifiedIntent intent, RevisionMark? lastGood, Target own)
    {
        if (ChangeGate.Pause(stored, intent.Intent) is { } paused)
            return own with { HeldBack = paused };
        var revision = own.Rendered?.Workload?.Revision;
        var goesOn = ChangeGate.GoesOn(stored, intent.Intent, revision);
        var isNew = ChangeGate.IsNew(stored, intent.Intent, own.Choice.Mark, lastGood);
        // Going back never waits.
        if (!isNew || (goesOn && intent.Intent.Rollout.Abort == revision)
            || gate.Closed(stored, intent.Intent.Metadata, intent.Stamp.Generation, goesOn ? ChangeGate.GivenTo(intent.Intent, revision!) : null)
                is not var (closed, opensIn))
            return own;
        return own with { HeldBack = closed, StandsStill = goesOn, LookAgainIn = own.LookAgainIn < opensIn ? own.LookAgainIn : opensIn };
    }

    // The document that began the rollout is not there any more, and this one is not to be listened to yet: what stands is left as it is.
    private static Target StandStill(StoredIntent stored, Blocker blocker) =>
        new() { Choice = new RolloutTarget(stored.Status.RunningGeneration, true), Blocker = blocker, Prune = false };

    private static Target Noting(Target target, ResolvedSecrets secrets, ResolvedImages images) => target with
    {
        Freshness = secrets.Freshness,
        Following = images.Following,
        LookAgainIn = images.LookAgainIn,
    };

    private static Target Own(VerifiedIntent verified, RolloutTarget choice, RenderResult rendered)
    {
        var intent = verified.Intent;
        return new Target
        {
            Choice = choice,
            Document = verified.Jws,
            Release = intent.Release,
            Namespace = rendered.Namespace,
            Rendered = rendered,
            Objects = rendered.Objects,
            Endpoints = rendered.Endpoints,
            RouteNotes = rendered.RouteNotes,
            Stable = rendered.Stable,
            Secrets = rendered.Secrets,
            Exemptions = rendered.Exemptions,
            State = intent.State,
            Rollout = intent.Rollout,
            Prune = intent.Spec is not ManifestsSpec { Prune: false },
            DeleteVolumes = intent.DeleteVolumes,
            IsRun = intent.Run is not null,
            HasRuns = intent is { Run: null, Spec: ComponentSpec { Type: ComponentType.ScheduledTask or ComponentType.ManualTask } },
        };
    }

    private async Task<Target> GoBackAsync(
        StoredIntent stored, TypedIntent intent, RolloutTarget choice, RevisionMark? lastGood, CancellationToken cancellationToken)
    {
        var revision = lastGood is null ? null : await revisions.FindAsync(stored, cancellationToken);
        return Of(revision, revision is null ? new RolloutTarget(0, true) : choice, lastGood) with { Rollout = intent.Rollout };
    }

    // Only a revision that is the one running may be kept running: after a suspension the last good one is not what was asked for.
    private async Task<Target> KeepRunningAsync(
        StoredIntent stored, Blocker blocker, RevisionMark? lastGood, CancellationToken cancellationToken)
    {
        var isRunning = lastGood is not null && lastGood.Generation == stored.Status.RunningGeneration;
        var revision = isRunning ? await revisions.FindAsync(stored, cancellationToken) : null;
        return Of(revision, new RolloutTarget(stored.Status.RunningGeneration, true), lastGood) with { Blocker = blocker, Prune = false };
    }

    private static Target Of(KeptRevision? revision, RolloutTarget choice, RevisionMark? lastGood) => new()
    {
        Choice = choice with { SecretVersions = revision?.Mark.SecretVersions, ImageDigests = revision?.Mark.ImageDigests },
        LastGood = revision is null ? null : lastGood,
        LastGoodRefusals = revision?.Refusals ?? [],
        Release = revision?.Release,
        Namespace = revision?.Rendered?.Namespace ?? "",
        Rendered = revision?.Rendered,
        Objects = revision?.Rendered?.Objects,
        Endpoints = revision?.Rendered?.Endpoints ?? [],
        RouteNotes = revision?.Rendered?.RouteNotes ?? [],
        Stable = revision?.Rendered?.Stable,
        Secrets = revision?.Rendered?.Secrets ?? [],
        Exemptions = revision?.Rendered?.Exemptions ?? [],
        Connections = revision?.Connections,
        Images = revision?.Images ?? [],
    };
}
