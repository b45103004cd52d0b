using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store;

/// <summary>Pipelines, and promotions that were asked for.</summary>
internal interface IPromotionStore
{
    /// <summary>All pipelines of an organization, ordered by name (ordinal).</summary>
    Task<IReadOnlyList<PipelineRecord>> PipelinesAsync(string organization, CancellationToken cancellationToken);

    /// <summary>All pipelines within some scopes of whole organizations, null being everything, ordered by organization and name (ordinal).</summary>
    Task<Page<PipelineRecord>> PipelinesAsync(IReadOnlyList<Scope>? within, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps a pipeline in the place of the one before.</summary>
    Task PutPipelineAsync(PipelineRecord pipeline, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Forgets a pipeline.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeletePipelineAsync(string organization, string name, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>A promotion.</summary>
    Task<PromotionRecord?> FindAsync(Scope project, long number, CancellationToken cancellationToken);

    /// <summary>The promotion of a binding that waits for approvals; there is one at most.</summary>
    Task<PromotionRecord?> WaitingAsync(BindingKey target, CancellationToken cancellationToken);

    /// <summary>Promotions ordered by organization, project (ordinal) and number, newest first within a project.</summary>
    Task<Page<PromotionRecord>> ListAsync(ComponentFilter filter, PromotionState? state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps a new one; one that waits for the same binding is superseded.</summary>
    /// <returns>It with its number.</returns>
    Task<PromotionRecord> AddAsync(PromotionRecord promotion, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Keeps what became of one, unless it was changed since it was read.</summary>
    /// <returns>Whether it was kept.</returns>
    Task<bool> ChangeAsync(PromotionRecord promotion, NewEvent happened, CancellationToken cancellationToken);
}

/// <summary>A pipeline as it is stored.</summary>
/// <param name="Organization">The organization it is of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Document">JSON, as it was given.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
internal sealed record PipelineRecord(string Organization, string Name, string Document, DateTimeOffset UpdatedAt);

/// <summary>A promotion that was asked for.</summary>
/// <param name="Target">What is to be deployed where.</param>
/// <param name="Number">Rises with every promotion of the project; 0 before it is stored.</param>
/// <param name="From">The environment the release comes from.</param>
/// <param name="Release">The release.</param>
/// <param name="State">What became of it.</param>
/// <param name="Needed">Approvals it takes.</param>
/// <param name="Role">The role that approves, as <see cref="Roles"/> names it.</param>
/// <param name="Forced">Whether it is to be done although the environment before is not healthy with the release.</param>
/// <param name="Author">Who asked, see <see cref="Actors"/>.</param>
/// <param name="Reason">Why, in his own words.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="DecidedAt">When it was done or turned down, UTC; null while it waits.</param>
/// <param name="Votes">Who approved and who denied, oldest first.</param>
/// <param name="Version">Rises with every change.</param>
internal sealed record PromotionRecord(
    BindingKey Target,
    long Number,
    string From,
    string Release,
    PromotionState State,
    int Needed,
    string Role,
    bool Forced,
    string Author,
    string? Reason,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<VoteRecord> Votes,
    long Version);

/// <summary>What somebody said of a promotion.</summary>
/// <param name="Actor">Who, see <see cref="Actors"/>.</param>
/// <param name="Approves">Whether he approved it.</param>
/// <param name="Reason">Why, in his own words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record VoteRecord(string Actor, bool Approves, string? Reason, DateTimeOffset At);

/// <summary>What became of a promotion.</summary>
internal enum PromotionState
{
    /// <summary>It waits for approvals, or for its deployment to be possible.</summary>
    Waiting,

    /// <summary>It was deployed.</summary>
    Done,

    /// <summary>Somebody who may approve said no.</summary>
    Denied,

    /// <summary>Who asked took it back.</summary>
    Cancelled,

    /// <summary>Another was asked for in its place.</summary>
    Superseded,
}
