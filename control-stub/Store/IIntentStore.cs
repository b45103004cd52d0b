using Pdp.ControlStub.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Store;

/// <summary>Intents per plane. A removed one leaves a tombstone, so that its generation never falls.</summary>
internal interface IIntentStore
{
    /// <summary>The newest of an intent, a tombstone too.</summary>
    Task<IntentRecord?> FindAsync(string plane, string id, CancellationToken cancellationToken);

    /// <summary>Who an intent belongs to, a tombstone too; null when it is not known.</summary>
    Task<IntentOwner?> OwnerAsync(string plane, string id, CancellationToken cancellationToken);

    /// <summary>An intent with what the agent said of it.</summary>
    Task<IntentView?> ViewAsync(string plane, string id, CancellationToken cancellationToken);

    /// <summary>The same of several; those that do not exist are left out.</summary>
    Task<IReadOnlyList<IntentView>> ViewAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Intents with what the agent said of them, ordered by id (ordinal), without their documents.</summary>
    Task<Page<IntentView>> ListAsync(string plane, IntentFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>All that a plane should hold or lose, ordered by id (ordinal).</summary>
    Task<IReadOnlyList<IntentHead>> HeadsAsync(string plane, CancellationToken cancellationToken);

    /// <summary>What the planes whose sessions a process holds have not answered: plane and intent, in order.</summary>
    Task<IReadOnlyList<(string Plane, string Id)>> UnansweredAsync(string process, CancellationToken cancellationToken);

    /// <summary>The generation below which no new intent of the plane may begin, because a forgotten tombstone had it.</summary>
    Task<long> GenerationFloorAsync(string plane, CancellationToken cancellationToken);

    /// <summary>Makes a change of any number of intents and sources, all or nothing.</summary>
    Task<CommitOutcome> CommitAsync(ChangeSet changes, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what the agent answered; an answer to an older generation than the newest kept one is dropped, and so is one to the same that was
    /// reported before.
    /// </summary>
    Task AcknowledgeAsync(string plane, ReportOrder order, AckRecord ack, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>The newest statuses of some intents.</summary>
    Task<IReadOnlyList<StatusRecord>> StatusesAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps statuses where none that was reported later is kept already; of those that are dropped nothing happened either. A null document
    /// means that the plane has forgotten the intent.
    /// </summary>
    Task SaveStatusesAsync(
        string plane, ReportOrder order, IReadOnlyList<StatusRecord> statuses, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Forgets tombstones whose removal was done before a time; the plane's generation floor rises above them.</summary>
    /// <returns>How many went.</returns>
    Task<int> ForgetTombstonesAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Which intents; null means any.</summary>
/// <param name="Organization">Of this organization.</param>
/// <param name="Project">Of this project.</param>
/// <param name="Environment">Of this environment.</param>
/// <param name="Component">Of this component.</param>
/// <param name="Phase">In this phase.</param>
/// <param name="IncludeRemoved">Also those being removed; never those of which the plane said that nothing is left.</param>
/// <param name="Within">Of these projects.</param>
internal sealed record IntentFilter(
    string? Organization = null, string? Project = null, string? Environment = null, string? Component = null,
    IntentPhase? Phase = null, bool IncludeRemoved = false, IReadOnlyList<Scope>? Within = null);
