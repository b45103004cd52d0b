using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.PlaneStore.Runs;

namespace Pdp.Observability.Tasks;

/// <summary>The lines of one run, by its pods.</summary>
internal sealed class ExecutionLogs(ILogSource source, AccessOptions options, TimeProvider time)
{
    /// <summary>Most lines of one answer.</summary>
    public const int MostLines = LogQuery.MaxLimit;

    // Clocks of nodes differ, and the last lines are read after the Job has ended.
    private static readonly TimeSpan _around = TimeSpan.FromMinutes(5);

    /// <summary>A page of them, the earliest first; none where no pod of it was seen.</summary>
    /// <exception cref="LogQueryException">The cursor is wrong.</exception>
    /// <exception cref="LogStore.LogStoreException">There is no answer now.</exception>
    public async Task<LogAnswer> OfAsync(TaskRun run, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (run.Pods.Count == 0) return new LogAnswer([], null, 0, false);
        var started = time.GetTimestamp();
        var page = await source.QueryAsync(
            new LogQuery
            {
                Scopes = [.. run.Pods.Select(pod => new LogScope(run.Organization, run.Project, run.Environment, run.Component, pod))],
                Start = (run.StartedAt ?? time.GetUtcNow()) - _around,
                End = (run.FinishedAt ?? time.GetUtcNow()) + _around,
                Order = SortOrder.OldestFirst,
                Limit = limit,
                Cursor = cursor,
                Budget = options.Patience,
            },
            cancellationToken);
        return new LogAnswer(
            [.. page.Entries.Select(LogLine.Of)], page.Next, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3), page.Partial);
    }
}
