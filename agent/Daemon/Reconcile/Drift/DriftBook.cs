using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Drift;

/// <summary>Keeps the books of what others change: what was put back, who writes against the agent, and when that is put back again.</summary>
internal sealed class DriftBook(Contests contests, Announcements announcements)
{
    private const int Shown = 5;

    /// <summary>What is not put back yet, so that nobody is fought for ever.</summary>
    public IReadOnlyList<HeldField> Held(IntentStatus status, DateTimeOffset now) => contests.Held(status.Contests, now);

    /// <summary>Notes what a pass put back, and tells of it.</summary>
    /// <returns>When to look again because of a contest; null when there is none.</returns>
    public TimeSpan? Note(StatusBuilder builder, StoredIntent stored, PlannedWork work, ApplyRun run, DateTimeOffset now)
    {
        var before = stored.Status.Contests;
        var after = contests.After(before, work.Plan, run.Repairs, now);
        var contested = after.Where(contests.IsContested).ToList();
        builder.Repaired(run.Repairs.Select(step => new DriftRecord(step.Key.ToEntry(step.Wave), step.Fields, now) { Writers = step.Writers }))
            .With(status => status with { Contests = after })
            .Contested(contested.Count == 0 ? null : Sentence(contested));
        announcements.Repaired(stored, run.Repairs);
        announcements.Contested(stored, [.. contested.Where(record => !Was(before, record))]);
        announcements.Settled(stored, [.. before.Where(record => contests.IsContested(record) && !after.Any(next => Contests.IsSame(next, record)))]);
        return contested.Count == 0 ? null : contested.Min(record => NextLook(record, now));
    }

    /// <summary>Notes whether an intent stands still, and what differs meanwhile.</summary>
    public static void NotePause(StatusBuilder builder, PlannedWork work)
    {
        var drifted = work.Target.Pause is null ? [] : work.Plan.Applies.Where(step => step.IsRepair).ToList();
        builder.Paused(work.Target.Pause).Drifted(drifted.Count == 0 ? null : Sentence(drifted));
    }

    private TimeSpan NextLook(ContestRecord record, DateTimeOffset now)
    {
        var due = contests.DueAt(record);
        return (due > now ? due : contests.OverAt(record)) - now;
    }

    private bool Was(IReadOnlyList<ContestRecord> before, ContestRecord record) =>
        before.Any(earlier => contests.IsContested(earlier) && Contests.IsSame(earlier, record));

    private string Sentence(IReadOnlyList<ContestRecord> contested) => Few(contested.Select(record =>
        $"{Announcements.Describe(record)}, put back {record.Repairs} times; again after {contests.DueAt(record):HH:mm:ss} UTC"));

    private static string Sentence(IReadOnlyList<PlanStep> drifted) => Few(drifted.Select(step => $"{step.Key} {Announcements.WhatHappened(step)}"));

    private static string Few(IEnumerable<string> sentences)
    {
        var all = sentences.ToList();
        return string.Join("; ", all.Take(Shown)) + (all.Count > Shown ? $"; and {all.Count - Shown} more" : "");
    }
}
