using System.Collections.Concurrent;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Writes statuses, and what must be written down before anything is done.</summary>
internal sealed class StatusJournal(IIntentStore intents, IRevisionStore revisions, TimeProvider time)
{
    // How far a rollout is changes with every pod, and each status is a write to the cluster's store.
    private static readonly TimeSpan _rhythm = TimeSpan.FromSeconds(2);

    // When the last status was written of intents that are being rolled out.
    private readonly ConcurrentDictionary<string, long> _written = new();

    /// <summary>Begins a status from the one held.</summary>
    /// <param name="stored">The intent.</param>
    /// <param name="generation">The generation worked on.</param>
    public StatusBuilder Compose(StoredIntent stored, long generation) => Compose(stored, generation, time.GetUtcNow());

    private static StatusBuilder Compose(StoredIntent stored, long generation, DateTimeOffset now)
    {
        var builder = new StatusBuilder(stored.Status, generation, now);
        return LocalIntents.IsLocal(stored.Id) ? builder.Unsigned() : builder;
    }

    /// <summary>
    /// Writes down what is about to be made, before it is, so that a crash leaves nothing behind that nobody knows of; and when the
    /// rollout began, so that a restart does not give it more time.
    /// </summary>
    /// <returns>The intent with the status as it is held now.</returns>
    public async Task<StoredIntent> BeginAsync(StoredIntent stored, PlannedWork work, CancellationToken cancellationToken)
    {
        var target = work.Target;
        if (LocalIntents.IsLocal(stored.Id) && !stored.IsHeld) stored = await intents.HoldAsync(stored, cancellationToken);
        var isOwn = target.Blocker is null && !target.Choice.IsLastGood;
        var now = time.GetUtcNow();
        var rollout = RolloutDecider.Begin(target.Choice.Mark, stored.Status, target.Rollout, now, target.Stage);
        var begins = isOwn && !ReferenceEquals(rollout, stored.Status.Rollout);
        var inventory = Remembered(work, work.Plan.InventoryBefore);
        if (!begins && inventory.SequenceEqual(stored.Status.Inventory)) return stored;
        // What is not healthy any more is so since the rollout began, to the tick.
        var builder = Compose(stored, isOwn ? target.Choice.Generation : stored.Status.ObservedGeneration, now);
        if (begins)
        {
            builder.Follow(new RolloutDecision(RolloutOutcome.Continue, Message: "being applied"), target.Choice, target.Release)
                .Begun(rollout)
                .Paused(null)
                .Drifted(null)
                .With(status => status with
                {
                    Secrets = SecretStatuses.Of([.. target.KnownSecrets], status.Secrets, now, work.Secrets.Expiries),
                    Images = ImageStatuses.Of(target.Images, target.Release, status, now),
                });
        }
        var status = builder.With(status => status with { Inventory = inventory }).Build();
        var isNew = begins && rollout.StartedAt != stored.Status.Rollout?.StartedAt;
        return isNew && target.IsFirst && await revisions.BeginAsync(stored, target.ToRevision(), status, cancellationToken)
            ? Begun(stored, status)
            : await WriteAsync(stored, status, cancellationToken);
    }

    // People hear of it with the next status: two seconds later, or at once where there is more to say than that it began.
    private StoredIntent Begun(StoredIntent stored, IntentStatus status)
    {
        _written[stored.Id] = time.GetTimestamp();
        return stored with { Status = status, IsUntold = true };
    }

    /// <summary>Writes a status, if it is another than the one held.</summary>
    /// <returns>The intent with that status.</returns>
    public async Task<StoredIntent> WriteAsync(StoredIntent stored, IntentStatus status, CancellationToken cancellationToken)
    {
        if (status.RunningGeneration != stored.Status.RunningGeneration) await revisions.SettleAsync(stored, cancellationToken);
        var written = await intents.WriteStatusAsync(stored, status, cancellationToken);
        if (status.Phase == IntentPhase.Progressing) _written[stored.Id] = time.GetTimestamp();
        else _written.TryRemove(stored.Id, out _);
        return written;
    }

    /// <summary>Writes a status, but one that only tells how far a rollout is no sooner than two seconds after the last.</summary>
    /// <returns>How long it has to wait, and is then to be composed anew; null when it was written.</returns>
    public async Task<TimeSpan?> ReportAsync(StoredIntent stored, IntentStatus status, CancellationToken cancellationToken)
    {
        if (_written.TryGetValue(stored.Id, out var at) && time.GetElapsedTime(at) is var since && since < _rhythm
            && RolloutProgress.IsAll(stored.Status, status)) return _rhythm - since;
        await WriteAsync(stored, status, cancellationToken);
        return null;
    }

    /// <summary>An inventory with the Jobs that ended and are gone: they must be remembered so that they are not made again.</summary>
    public static IReadOnlyList<InventoryEntry> Remembered(PlannedWork work, IReadOnlyList<InventoryEntry> inventory) =>
        work.FinishedJobs.Count == 0 ? inventory : [.. inventory, .. work.FinishedJobs.Values.Select(job => job.Object)];
}
