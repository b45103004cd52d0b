using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile.Runs;
using Pdp.Daemon.Reconcile.Stages;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Makes the cluster as an intent says: take charge → render → resolve → plan → apply wave by wave → look at health → decide → status. Every pass
/// begins anew from what the cluster holds, so it may be cut off anywhere and begun again, by this agent or by another.
/// </summary>
internal sealed class Reconciler(
    IIntentStore intents,
    Takeover takeover,
    DocumentReading reading,
    Preparation preparation,
    Planning planning,
    StatusJournal journal,
    PlanRunner runner,
    Assessment assessment,
    Measuring measuring,
    IVersions versions,
    Conclusion conclusion,
    Teardown teardown,
    RunFollowing runs,
    ChangeGate gate,
    Announcements announcements)
{
    /// <summary>One pass over one intent.</summary>
    /// <returns>When to look again.</returns>
    /// <exception cref="ClusterException">The cluster cannot be reached; nothing is lost, look again later.</exception>
    public async Task<PassResult> ReconcileAsync(string id, CancellationToken cancellationToken)
    {
        if (intents.Find(id) is not { } stored) return await teardown.SweepAsync(id, cancellationToken);
        stored = await takeover.ClaimAsync(stored, cancellationToken);
        var document = reading.Read(stored);
        if (document.Removal is { } removal && gate.LetsGo(stored, removal))
        {
            await versions.LeaveAsync(id, cancellationToken);
            return await teardown.RemoveAsync(stored, removal, cancellationToken);
        }

        if (document.CameLate) return await teardown.DropAsync(stored, cancellationToken);

        if (await runs.FollowAsync(stored, document, cancellationToken) is { } followed) return followed;
        var (target, secrets) = await preparation.PrepareAsync(stored, document, cancellationToken);
        if (target.IsLeaving) await versions.LeaveAsync(id, cancellationToken);
        if (target.Objects is null) return await conclusion.NothingToDoAsync(stored, target, cancellationToken);
        if (target.IsTeardown) return await teardown.UndeployAsync(stored, target, cancellationToken);

        var work = (await planning.PlanAsync(stored, target, cancellationToken)) with { Secrets = secrets };
        var begun = await journal.BeginAsync(stored, work, cancellationToken);
        announcements.Rotated(stored, begun.Status);
        stored = begun;
        var run = await runner.RunAsync(work, cancellationToken);
        if (target.IsRun && run.IsComplete && await runs.FollowAsync(stored, document, cancellationToken) is { } ended) return ended;
        var assessed = await assessment.LookAsync(id, work, run, cancellationToken);
        assessed = assessed with { Measurements = await measuring.MeasureAsync(stored, target, run, assessed, cancellationToken) };
        return await conclusion.DecideAsync(stored, work, run, assessed, cancellationToken);
    }
}
