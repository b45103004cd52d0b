using Pdp.Core.Intents;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>What must be there before a generation is begun: the intents it depends on, healthy, and the secrets it names.</summary>
internal sealed class Prerequisites(IIntentStore intents, DependencyIndex dependencies, ISecretSource secrets)
{
    /// <summary>What is missing; null when nothing is.</summary>
    public async Task<Blocker?> MissingAsync(
        StoredIntent stored, VerifiedIntent intent, IReadOnlyList<SecretPlaceholder> placeholders, CancellationToken cancellationToken)
    {
        var dependsOn = intent.Intent.DependsOn;
        dependencies.Note(intent.Stamp.Id, dependsOn);
        var circle = dependencies.Check(intent.Stamp.Id, dependsOn);
        if (circle.Count > 0) return new Blocker(IntentPhase.Refused, circle);

        // A generation that was begun goes on: what it depends on may be down for a while without holding up a repair.
        var begun = stored.Status.Rollout?.Generation == intent.Stamp.Generation;
        var waitsFor = begun || intent.Intent.State == ComponentState.Undeployed ? [] : WaitsFor(intent);
        var unavailable = await UnavailableAsync(placeholders, cancellationToken);
        return waitsFor.Count + unavailable.Count == 0 ? null : new Blocker(IntentPhase.Waiting, [.. waitsFor, .. unavailable]);
    }

    private IReadOnlyList<RefusalReason> WaitsFor(VerifiedIntent intent)
    {
        var own = new Dictionary<string, IReadOnlyList<string>> { [intent.Stamp.Id] = intent.Intent.DependsOn };
        return
        [
            .. new DependencyGraph(own).WaitsFor(intent.Stamp.Id, PhaseOf)
                .Select(sentence => new RefusalReason(FailureReason.DependencyNotReady, "spec.dependsOn", sentence)),
        ];
    }

    // A phase that speaks of an earlier generation says nothing of the one that is coming.
    private IntentPhase? PhaseOf(string id) => intents.Find(id) switch
    {
        null => null,
        var other when other.Status.ObservedGeneration != other.Generation => IntentPhase.Pending,
        var other => other.Status.Phase,
    };

    private async Task<IReadOnlyList<RefusalReason>> UnavailableAsync(
        IReadOnlyList<SecretPlaceholder> placeholders, CancellationToken cancellationToken)
    {
        SecretItem[] items = [.. placeholders.SelectMany(placeholder => placeholder.Items)];
        if (items.Length == 0) return [];
        var unavailable = await secrets.FindUnavailableAsync([.. items.Select(item => item.Reference).Distinct()], cancellationToken);
        return
        [
            .. unavailable.Select(missing => new RefusalReason(
                FailureReason.SecretUnavailable, items.First(item => item.Reference == missing.Reference).Path, missing.Message)),
        ];
    }
}
