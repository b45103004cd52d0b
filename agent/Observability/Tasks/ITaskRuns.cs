using Pdp.Core.Logs;
using Pdp.PlaneStore.Runs;

namespace Pdp.Observability.Tasks;

/// <summary>Runs of tasks, those that go on and those that are over.</summary>
public interface ITaskRuns
{
    /// <summary>Runs, the newest first.</summary>
    /// <param name="scopes">Of which tasks.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlaneStore.PlaneStoreException">They cannot be read now.</exception>
    Task<IReadOnlyList<TaskRun>> ListAsync(IReadOnlyList<LogScope> scopes, int limit, CancellationToken cancellationToken);

    /// <summary>Runs of one id: one in each place that has one.</summary>
    /// <param name="scopes">Of which tasks.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlaneStore.PlaneStoreException">They cannot be read now.</exception>
    Task<IReadOnlyList<TaskRun>> FindAsync(IReadOnlyList<LogScope> scopes, string id, CancellationToken cancellationToken);
}
