using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Chooses what shall run: the intent's own generation, rendered; or the last good revision when that generation failed. While the
/// generation is refused or waits, what runs already is still kept as it was.
/// </summary>
internal sealed class Targeting(IntentRendering rendering, IRevisionStore revisions, Prerequisites prerequisites)
{
    /// <summary>Chooses.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<Target> ChooseAsync(StoredIntent stored, ReadDocument document, CancellationToken cancellationToken)
    {
        var lastGood = await revisions.KeptGenerationAsync(stored, cancellationToken);
        if (document.Refusals.Count > 0 || document.Intent is not { } intent)
            return await KeepRunningAsync(stored, new Blocker(IntentPhase.Refused, document.Refusals), lastGood, cancellationToken);
        var choice = RolloutTarget.Choose(intent.Stamp.Generation, stored.Status, lastGood);
        if (choice.IsLastGood) return await GoBackAsync(stored, intent.Intent, choice, lastGood, cancellationToken);

        var rendered = await rendering.RenderAsync(intent.Intent, cancellationToken);
        var blocker = rendered.Errors.Count > 0
            ? new Blocker(IntentPhase.Refused, rendered.Errors)
            : await prerequisites.MissingAsync(stored, intent, rendered.Secrets, cancellationToken);
        if (blocker is not null) return await KeepRunningAsync(stored, blocker, lastGood, cancellationToken);
        return new Target
        {
            Choice = choice,
            Release = intent.Intent.Release,
            Namespace = rendered.Namespace,
            Objects = rendered.Objects,
            Endpoints = rendered.Endpoints,
            State = intent.Intent.State,
            Rollout = intent.Intent.Rollout,
            Prune = intent.Intent.Spec is not ManifestsSpec { Prune: false },
            DeleteVolumes = intent.Intent.DeleteVolumes,
            LastGood = lastGood,
        };
    }

    private async Task<Target> GoBackAsync(
        StoredIntent stored, TypedIntent intent, RolloutTarget choice, long? lastGood, CancellationToken cancellationToken)
    {
        var revision = lastGood is null ? null : await revisions.FindAsync(stored, cancellationToken);
        return Of(revision, revision is null ? new RolloutTarget(0, true) : choice, lastGood) with { Rollout = intent.Rollout };
    }

    // Only a revision that is the one running may be kept running: after a suspension the last good one is not what was asked for.
    private async Task<Target> KeepRunningAsync(StoredIntent stored, Blocker blocker, long? lastGood, CancellationToken cancellationToken)
    {
        var isRunning = lastGood is not null && lastGood == stored.Status.RunningGeneration;
        var revision = isRunning ? await revisions.FindAsync(stored, cancellationToken) : null;
        return Of(revision, new RolloutTarget(stored.Status.RunningGeneration, true), lastGood) with { Blocker = blocker, Prune = false };
    }

    private static Target Of(Revision? revision, RolloutTarget choice, long? lastGood) => new()
    {
        Choice = choice,
        LastGood = revision is null ? null : lastGood,
        Release = revision?.Release,
        Namespace = revision?.Namespace ?? "",
        Objects = revision?.Objects,
        Endpoints = revision?.Endpoints ?? [],
    };
}
