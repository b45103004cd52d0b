using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Tells people what happened: as events of the cluster, in the log and in metrics.</summary>
internal sealed partial class Announcements(IEventLog events, ReconcileMetrics metrics, ILogger<Announcements> logger)
{
    /// <summary>A status was written; says what is news in it.</summary>
    public void Changed(StoredIntent before, IntentStatus now)
    {
        var was = before.Status;
        if (was.Phase == now.Phase && was.RunningGeneration == now.RunningGeneration && was.Reason == now.Reason) return;
        LogPhase(before.Id, now.ObservedGeneration, was.Phase, now.Phase, now.Reason);
        metrics.PhaseChanged(now.Phase, now.Reason);
        var (reason, isWarning) = now.Phase switch
        {
            IntentPhase.Healthy => (EventReasons.Deployed, false),
            IntentPhase.RolledBack => (EventReasons.RolledBack, true),
            _ => (now.Reason?.ToString() ?? now.Phase.ToString(), now.Reason is not null),
        };
        events.Note(
            before, isWarning, reason, now.Message.Length > 0 ? now.Message : $"{now.Phase}, generation {now.RunningGeneration} runs");
    }

    /// <summary>Something edited or deleted by hand was put back.</summary>
    public void Repaired(StoredIntent intent, IReadOnlyList<PlanStep> steps)
    {
        foreach (var step in steps)
        {
            var what = step.Fields.Count == 0 ? "was deleted" : $"was changed at {string.Join(", ", step.Fields)}";
            LogRepaired(intent.Id, step.Key.ToString(), step.Fields.Count);
            metrics.Repaired(step.Key.Kind);
            events.Note(intent, isWarning: true, EventReasons.DriftRepaired, $"{step.Key} {what}, and was put back");
        }
    }

    /// <summary>Everything of an intent was pruned.</summary>
    public void Removed(StoredIntent intent, IReadOnlyList<InventoryEntry> kept)
    {
        LogRemoved(intent.Id, kept.Count);
        var left = kept.Count == 0 ? "nothing is left" : $"kept: {string.Join(", ", kept.Select(k => $"{k.Kind}/{k.Name}"))}";
        events.Note(intent, isWarning: false, EventReasons.Removed, $"removed; {left}");
    }

    [LoggerMessage(EventId = 1300, EventName = "IntentPhaseChanged", Level = LogLevel.Information,
        Message = "Intent {Intent} generation {Generation}: {Before} → {Now} {Reason}")]
    private partial void LogPhase(string intent, long generation, IntentPhase before, IntentPhase now, FailureReason? reason);

    [LoggerMessage(EventId = 1301, EventName = "DriftRepaired", Level = LogLevel.Warning,
        Message = "Intent {Intent}: {Object} had been changed or deleted by somebody else ({Fields} fields) and was put back")]
    private partial void LogRepaired(string intent, string @object, int fields);

    [LoggerMessage(EventId = 1302, EventName = "IntentRemoved", Level = LogLevel.Information,
        Message = "Intent {Intent}: removed, {Kept} objects kept on purpose")]
    private partial void LogRemoved(string intent, int kept);
}
