using Pdp.Core.Intents;
using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// What must be there before a generation is begun: the intents it depends on, healthy; the components it connects to; and the secrets
/// and images it names.
/// </summary>
internal sealed class Prerequisites(IIntentStore intents, DependencyIndex dependencies)
{
    /// <summary>What is missing; null when nothing is.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="intent">What it says.</param>
    /// <param name="connections">Where its connections lead.</param>
    /// <param name="unresolved">Why secrets and images it names cannot be had.</param>
    public Blocker? Missing(
        StoredIntent stored, VerifiedIntent intent, ResolvedConnections connections, IReadOnlyList<RefusalReason> unresolved)
    {
        var dependsOn = intent.Intent.DependsOn;
        dependencies.Note(intent.Stamp.Id, dependsOn);
        var circle = dependencies.Check(intent.Stamp.Id, dependsOn);
        if (circle.Count > 0) return new Blocker(IntentPhase.Refused, circle);

        // A generation that was begun goes on: what it depends on may be down for a while without holding up a repair.
        var begun = stored.Status.Rollout?.Generation == intent.Stamp.Generation;
        var waitsFor = begun || intent.Intent.State == ComponentState.Undeployed ? [] : WaitsFor(intent);
        var notThere = begun && connections.IsWhole ? [] : connections.Missing;
        RefusalReason[] missing = [.. waitsFor, .. notThere, .. unresolved];
        return missing.Length == 0 ? null : new Blocker(IntentPhase.Waiting, missing);
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
}
