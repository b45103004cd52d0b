using System.Diagnostics;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Tracing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>What is traced of the passes over an intent.</summary>
internal static class PassTrace
{
    /// <summary>
    /// A pass begins. Until the intent has arrived somewhere its passes belong to the trace it came with; whatever is done later, such as the repair of
    /// drift, is a trace of its own.
    /// </summary>
    public static Activity? Begin(IIntentStore intents, string id) =>
        AgentTraces.IsOn && intents.Find(id) is { } intent ? AgentTraces.Continue("reconcile", intent, isPart: IsUnderWay(intent)) : null;

    /// <summary>An intent's phase is another; tells when it has arrived, and how long that took.</summary>
    public static void PhaseChanged(StoredIntent intent, IntentStatus now)
    {
        if (!AgentTraces.IsOn) return;
        Activity.Current?.AddEvent(new ActivityEvent("phase", tags: new() { ["pdp.phase"] = now.Phase.ToString(), ["pdp.reason"] = now.Reason?.ToString() }));
        if (now.Rollout is not { } rollout || !RolloutEnd.IsBy(intent.Status, now)) return;
        if (now.Phase == IntentPhase.Healthy) AgentTraces.Past("healthy", intent, rollout.StartedAt, null);
        else AgentTraces.Past("rolled back", intent, rollout.StartedAt, now.Reason);
    }

    private static bool IsUnderWay(StoredIntent intent) =>
        intent.Status.ObservedGeneration < intent.Generation
        || intent.RemovalJws is not null
        || intent.Status.Phase is IntentPhase.Pending or IntentPhase.Waiting or IntentPhase.Progressing or IntentPhase.Removing;
}
