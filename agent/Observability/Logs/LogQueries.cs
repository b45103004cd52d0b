using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.Observability.Access;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Logs;

/// <summary>Answers searches, within the caller's scopes and the limits.</summary>
internal sealed class LogQueries(ILogSource source, AccessOptions options, TimeProvider time)
{
    // What stands around a message in an answer: names, punctuation.
    private const int LineOverhead = 300;

    /// <summary>Answers one.</summary>
    /// <exception cref="ApiProblemException">It is wrong, or nothing of it is opened.</exception>
    public async Task<LogAnswer> AnswerAsync(Caller caller, LogSearch search, CancellationToken cancellationToken)
    {
        if (search.Errors() is { Count: > 0 } errors)
            throw new ApiProblemException(ApiProblem.BadRequest("bad-body", "Change what the errors name.", errors));
        var started = time.GetTimestamp();
        var query = Query(search, Scopes(caller, search.SearchScope));
        var page = await source.QueryAsync(query, cancellationToken);
        // The cursor stands behind the last line of a page, so a page that is cut is asked for anew with as many lines as fit.
        for (var fits = Fitting(page); fits < page.Entries.Count; fits = Fitting(page))
            page = await source.QueryAsync(query with { Limit = fits }, cancellationToken);
        return new LogAnswer(
            [.. page.Entries.Select(LogLine.Of)], page.Next, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3), page.Partial);
    }

    /// <summary>Which sources a caller gets of those he asks for.</summary>
    /// <exception cref="ApiProblemException">None.</exception>
    public static IReadOnlyList<LogScope> Scopes(Caller caller, LogSearchScope? asked)
    {
        var opened = ScopeFilter.Of(caller, ObservabilityVerb.Logs, asked?.Plane ?? PlaneScope.All);
        if (opened.Count == 0) throw new ApiProblemException(ApiProblem.OutOfScope());
        return [.. opened.Select(scope => scope.ToLogScope(asked?.Pod, asked?.Container))];
    }

    private LogQuery Query(LogSearch search, IReadOnlyList<LogScope> scopes)
    {
        var range = TimeRange.Of(search.StartTime, search.EndTime, options, time.GetUtcNow());
        return new LogQuery
        {
            Start = range.Start,
            End = range.End,
            Scopes = scopes,
            Levels = search.Levels?.ToHashSet() ?? [],
            Search = search.Search,
            Order = search.SortOrder == LogOrder.Asc ? SortOrder.OldestFirst : SortOrder.NewestFirst,
            Limit = search.Limit,
            Cursor = search.Cursor,
            Budget = options.Patience,
        };
    }

    private int Fitting(LogPage page)
    {
        var (bytes, count) = (0L, 0);
        foreach (var (_, _, entry) in page.Entries)
        {
            bytes += LineOverhead + entry.Message.Length + (entry.Fields?.Length ?? 0);
            if (bytes > options.AnswerBytes && count > 0) break;
            count++;
        }
        return count;
    }
}
