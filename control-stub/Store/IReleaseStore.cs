using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store;

/// <summary>
/// Releases of components, what environments add to them, and what was deployed where. Deployments are written by
/// <see cref="IIntentStore.CommitAsync"/>, in the transaction of the intent they make.
/// </summary>
internal interface IReleaseStore
{
    /// <summary>A release.</summary>
    Task<ReleaseRecord?> FindAsync(ReleaseKey key, CancellationToken cancellationToken);

    /// <summary>Those of the given keys that exist.</summary>
    Task<IReadOnlyList<ReleaseRecord>> FindAsync(IReadOnlyCollection<ReleaseKey> keys, CancellationToken cancellationToken);

    /// <summary>Releases ordered by organization, project, component and name (ordinal).</summary>
    Task<Page<ReleaseRecord>> ListAsync(ComponentFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps a release unless one of that name is there; forgets those that are over the limit and deployed nowhere.</summary>
    /// <returns>The one that is there then, and whether it is the given one.</returns>
    Task<(ReleaseRecord Release, bool IsNew)> AddAsync(ReleaseRecord release, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>A component in an environment.</summary>
    Task<BindingRecord?> BindingAsync(BindingKey key, CancellationToken cancellationToken);

    /// <summary>Bindings ordered by organization, project, component and environment (ordinal).</summary>
    Task<Page<BindingRecord>> BindingsAsync(ComponentFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Where components are in environments, ordered by plane (ordinal).</summary>
    Task<IReadOnlyList<Placement>> PlacementsAsync(IReadOnlyCollection<BindingKey> keys, CancellationToken cancellationToken);

    /// <summary>Keeps the values of an environment; what is deployed there stays as it is.</summary>
    Task PutValuesAsync(BindingKey key, string values, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>What was deployed in an environment, newest first.</summary>
    /// <param name="key">The binding.</param>
    /// <param name="before">Only numbers below; null for the newest.</param>
    /// <param name="limit">Most of them; 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DeploymentRecord>> DeploymentsAsync(BindingKey key, long? before, int limit, CancellationToken cancellationToken);
}

/// <summary>Which components; null means any.</summary>
/// <param name="Organization">Of this organization.</param>
/// <param name="Project">Of this project.</param>
/// <param name="Component">This one with all its lines, or this line.</param>
/// <param name="Environment">In this environment; no matter for releases.</param>
/// <param name="Within">Of these projects.</param>
internal sealed record ComponentFilter(
    string? Organization = null, string? Project = null, string? Component = null, string? Environment = null, IReadOnlyList<Scope>? Within = null);
