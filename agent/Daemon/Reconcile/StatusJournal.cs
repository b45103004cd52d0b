using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Writes statuses, and what must be written down before anything is done.</summary>
internal sealed class StatusJournal(IIntentStore intents, TimeProvider time)
{
    /// <summary>Begins a status from the one held.</summary>
    /// <param name="stored">The intent.</param>
    /// <param name="generation">The generation worked on.</param>
    public StatusBuilder Compose(StoredIntent stored, long generation)
    {
        var builder = new StatusBuilder(stored.Status, generation, time.GetUtcNow());
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
        var builder = Compose(stored, isOwn ? target.Choice.Generation : stored.Status.ObservedGeneration);
        if (begins)
        {
            builder.Follow(new RolloutDecision(RolloutOutcome.Continue, Message: "being applied"), target.Choice, target.Release)
                .Begun(rollout)
                .With(status => status with
                {
                    Secrets = SecretStatuses.Of(target.Secrets, status.Secrets, now),
                    Images = ImageStatuses.Of(target.Images, target.Release, status, now),
                });
        }
        return await WriteAsync(stored, builder.With(status => status with { Inventory = inventory }).Build(), cancellationToken);
    }

    /// <summary>Writes a status, if it is another than the one held.</summary>
    /// <returns>The intent with that status.</returns>
    public Task<StoredIntent> WriteAsync(StoredIntent stored, IntentStatus status, CancellationToken cancellationToken) =>
        intents.WriteStatusAsync(stored, status, cancellationToken);

    /// <summary>An inventory with the Jobs that ended and are gone: they must be remembered so that they are not made again.</summary>
    public static IReadOnlyList<InventoryEntry> Remembered(PlannedWork work, IReadOnlyList<InventoryEntry> inventory) =>
        work.FinishedJobs.Count == 0 ? inventory : [.. inventory, .. work.FinishedJobs.Values.Select(job => job.Object)];
}
