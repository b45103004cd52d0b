using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;

namespace Pdp.Observability.Logs;

/// <summary>
/// Where lines are looked for: the agent's own store, or a log system of the customer's. Whoever asks has narrowed the scopes to what the
/// caller may see; nothing outside them may be answered.
/// </summary>
public interface ILogSource
{
    /// <summary>Looks for entries.</summary>
    /// <param name="query">What for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogQueryException">The query is wrong; the message says what to change.</exception>
    /// <exception cref="LogStoreException">There is no answer now.</exception>
    Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Tells entries as they come, from <see cref="TailRequest.After"/> on. Entries' ids name places to go on from and never sink. A reader that is too
    /// slow is skipped ahead and told so.
    /// </summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LogQueryException">The request is wrong; the message says what to change. Thrown before the first item.</exception>
    /// <exception cref="LogStoreException">There is no answer now, or no longer.</exception>
    IAsyncEnumerable<TailItem> TailAsync(TailRequest request, CancellationToken cancellationToken);
}
