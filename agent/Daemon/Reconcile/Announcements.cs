using Pdp.Core.Objects;
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
        Rotated(before, now);
        if (was.Phase == now.Phase && was.RunningGeneration == now.RunningGeneration && was.Reason == now.Reason) return;
        LogPhase(before.Id, now.ObservedGeneration, was.Phase, now.Phase, now.Reason);
        metrics.PhaseChanged(now.Phase, now.Reason);
        PassTrace.PhaseChanged(before, now);
        if (IsFirstAndWell(was, now))
        {
            events.Keep(before, EventReasons.Deployed, $"{now.Phase}, generation {now.RunningGeneration} runs");
            return;
        }
        var (reason, isWarning) = now.Phase switch
        {
            IntentPhase.Healthy => (EventReasons.Deployed, false),
            IntentPhase.RolledBack => (EventReasons.RolledBack, true),
            _ => (now.Reason?.ToString() ?? now.Phase.ToString(), now.Reason is not null),
        };
        events.Note(
            before, isWarning, reason, now.Message.Length > 0 ? now.Message : $"{now.Phase}, generation {now.RunningGeneration} runs");
    }

    // The status says it, and there is nothing to look into: for every component of a cluster it would be one write more.
    private static bool IsFirstAndWell(IntentStatus was, IntentStatus now) =>
        now is { Phase: IntentPhase.Healthy, Reason: null }
        && was is { RunningGeneration: 0, Reason: null, Phase: IntentPhase.Pending or IntentPhase.Progressing };

    /// <summary>A secret that has another version than the status said: the rollout that follows is told by itself; this is why there is one.</summary>
    public void Rotated(StoredIntent before, IntentStatus now)
    {
        var known = before.Status.Secrets.Where(secret => !secret.IsPinned).ToLookup(secret => (secret.Store, secret.Name), secret => secret.Version);
        var rotated = now.Secrets
            .Where(secret => !secret.IsPinned && known[(secret.Store, secret.Name)] is var versions && versions.Any() && !versions.Contains(secret.Version)).ToList();
        if (rotated.Count > 0) events.Keep(before, EventReasons.SecretRotated, $"new versions of {string.Join(", ", rotated.Select(secret => $"{secret.Store}/{secret.Name}"))}");
    }

    /// <summary>Something edited or deleted by hand was put back.</summary>
    public void Repaired(StoredIntent intent, IReadOnlyList<PlanStep> steps)
    {
        foreach (var step in steps)
        {
            var what = $"{step.Key} {WhatHappened(step)}";
            LogRepaired(intent.Id, what);
            metrics.Repaired(step.Key.Kind);
            events.Note(intent, isWarning: true, EventReasons.DriftRepaired, $"{what}, and was put back");
        }
    }

    /// <summary>Somebody writes against the agent from now on.</summary>
    public void Contested(StoredIntent intent, IReadOnlyList<ContestRecord> contests)
    {
        foreach (var contest in contests)
        {
            var what = Describe(contest);
            LogContested(intent.Id, what, contest.Repairs);
            metrics.Contested(contest.Object.Kind);
            events.Note(
                intent, isWarning: true, EventReasons.DriftContested,
                $"{what}, {contest.Repairs} times since {contest.FirstAt:HH:mm:ss} UTC; it is put back ever more slowly");
        }
    }

    /// <summary>Nobody writes against the agent any more.</summary>
    public void Settled(StoredIntent intent, IReadOnlyList<ContestRecord> contests)
    {
        foreach (var contest in contests)
        {
            var what = Describe(contest);
            LogSettled(intent.Id, what);
            events.Note(intent, isWarning: false, EventReasons.DriftSettled, $"no longer: {what}");
        }
    }

    /// <summary>What somebody did to an object, as the end of a sentence.</summary>
    public static string WhatHappened(PlanStep step) => step.Fields.Count == 0
        ? "was deleted"
        : $"was changed at {string.Join(", ", step.Fields.Select(field => step.Writers.FirstOrDefault(w => w.Field == field) is { } by ? $"{field} by {by.Manager}" : field))}";

    /// <summary>What a contest is about, as a sentence.</summary>
    public static string Describe(ContestRecord contest)
    {
        var who = contest.Manager.Length == 0 ? "somebody" : contest.Manager;
        var what = ObjectKey.Of(contest.Object);
        return contest.Field.Length == 0 ? $"{who} deletes {what} again and again" : $"{who} writes {contest.Field} of {what} again and again";
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
        Message = "Intent {Intent}: {What}, and was put back")]
    private partial void LogRepaired(string intent, string what);

    [LoggerMessage(EventId = 1303, EventName = "DriftContested", Level = LogLevel.Warning,
        Message = "Intent {Intent}: {What}, {Times} times; it is put back ever more slowly")]
    private partial void LogContested(string intent, string what, int times);

    [LoggerMessage(EventId = 1304, EventName = "DriftSettled", Level = LogLevel.Information,
        Message = "Intent {Intent}: no longer: {What}")]
    private partial void LogSettled(string intent, string what);

    [LoggerMessage(EventId = 1302, EventName = "IntentRemoved", Level = LogLevel.Information,
        Message = "Intent {Intent}: removed, {Kept} objects kept on purpose")]
    private partial void LogRemoved(string intent, int kept);
}
