using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Prunes everything of an intent, in reverse order and with guards: on request of the intent itself, or of its removal.</summary>
internal sealed class Teardown(
    IIntentStore intents,
    IObjectCluster cluster,
    IWritableKinds kinds,
    IRunJobs jobs,
    Planning planning,
    StatusJournal journal,
    Pruner pruner,
    IVersions versions,
    Announcements announcements)
{
    // What is removed of the control plane's is remembered in the cluster.
    private readonly RecentlyRemoved _removed = new();

    // Every disappearance wakes the intent; this is for kinds that cannot be followed.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>The intent asks for nothing to run; its document stays.</summary>
    public async Task<PassResult> UndeployAsync(StoredIntent stored, Target target, CancellationToken cancellationToken)
    {
        var pruned = await PruneAsync(stored, target, target.Choice.Generation, cancellationToken);
        if (pruned.NotYet is { } notYet) return notYet;
        var status = journal.Compose(pruned.Stored, target.Choice.Generation)
            .Undeployed(pruned.Kept)
            .With(status => status with { Inventory = pruned.Inventory, Resources = [], Endpoints = [] })
            .Build();
        await journal.WriteAsync(pruned.Stored, status, cancellationToken);
        versions.Forget(stored.Id);
        announcements.Changed(stored, status);
        return PassResult.Settled;
    }

    /// <summary>The control plane takes the intent away.</summary>
    public async Task<PassResult> RemoveAsync(StoredIntent stored, VerifiedIntent removal, CancellationToken cancellationToken)
    {
        var target = Target.OfRemoval(removal);
        var pruned = await PruneAsync(stored, target, stored.Status.ObservedGeneration, cancellationToken);
        if (pruned.NotYet is { } notYet) return notYet;
        announcements.Removed(stored, pruned.Kept);
        // Only if it is still the resource that asked for it: a newer generation may have taken the removal back meanwhile.
        if (intents.Find(stored.Id) is { } now && IsStillAsked(now, removal))
            await intents.ForgetAsync(now, LocalIntents.IsLocal(now.Id) ? null : removal, cancellationToken);
        versions.Forget(stored.Id);
        if (LocalIntents.IsLocal(stored.Id)) _removed.Add(stored.Id);
        return PassResult.Gone;
    }

    /// <summary>
    /// Takes away the resource of an intent that was removed already: the write of it landed after that. If another generation takes its place
    /// meanwhile, that one stays.
    /// </summary>
    public async Task<PassResult> DropAsync(StoredIntent stored, CancellationToken cancellationToken)
    {
        await intents.ForgetAsync(stored, removal: null, cancellationToken);
        return PassResult.Gone;
    }

    private static bool IsStillAsked(StoredIntent now, VerifiedIntent removal) =>
        LocalIntents.IsLocal(now.Id) ? now.IsBeingDeleted : now.RemovalJws == removal.Jws;

    /// <summary>
    /// Deletes what a late write made of an intent after it had been removed, whoever led then. Of an Intent somebody deleted by hand nothing is
    /// touched.
    /// </summary>
    public async Task<PassResult> SweepAsync(string id, CancellationToken cancellationToken)
    {
        versions.Forget(id);
        if (!_removed.Contains(id) && !intents.IsOver(id)) return PassResult.Gone;
        await kinds.FollowAsync(cancellationToken);
        foreach (var stray in (await cluster.ReadAsync(id, [], made: null, cancellationToken)).Strays)
            await cluster.DeleteAsync(ManifestObject.KeyOf(stray), ManifestObject.UidOf(stray) ?? "", cancellationToken);
        return PassResult.Gone;
    }

    private async Task<Pruned> PruneAsync(StoredIntent stored, Target target, long generation, CancellationToken cancellationToken)
    {
        await kinds.FollowAsync(cancellationToken);
        if (stored.Status.Inventory.Any(entry => entry is { Group: "batch", Kind: "Job" })) await ReleaseAsync(stored.Id, cancellationToken);
        var work = await planning.PlanAsync(stored, target, cancellationToken);
        var begun = journal.Compose(stored, generation).Removing("being pruned").Build();
        if (work.Plan.HasChanges) stored = await journal.WriteAsync(stored, begun, cancellationToken);
        var run = await pruner.RunAsync(stored.Id, work.Plan, cancellationToken);
        var pods = (await cluster.PodsAsync(stored.Id, cancellationToken)).Count;
        if (run.IsComplete && pods == 0) return new Pruned(stored, run.Kept, work.Plan.InventoryAfter);
        var message = run switch
        {
            { Failure: { } failure } => failure.Message,
            { IsComplete: true } => $"{pods} pods are still ending",
            _ => $"{run.Left.Count} objects are still going, first {run.Left[0].Key}",
        };
        stored = await journal.WriteAsync(stored, journal.Compose(stored, generation).Removing(message).Build(), cancellationToken);
        return new Pruned(stored, [], [], new PassResult(LookAgainIn: _patience, Failure: run.Failure?.Reason));
    }

    // A run that is taken away the moment it began may still have its guard on.
    private async Task ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var job in (await jobs.OfAsync(id, cancellationToken)).Where(RunGuard.IsOn)) await jobs.ReleaseAsync(job, cancellationToken);
    }

    /// <param name="Stored">The intent with the status it has now.</param>
    /// <param name="Kept">What was kept on purpose.</param>
    /// <param name="Inventory">What is remembered from here on.</param>
    /// <param name="NotYet">How to go on when not everything is gone; null when it is.</param>
    private sealed record Pruned(
        StoredIntent Stored, IReadOnlyList<InventoryEntry> Kept, IReadOnlyList<InventoryEntry> Inventory, PassResult? NotYet = null);
}
