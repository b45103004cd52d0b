using System.Runtime.CompilerServices;
using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;

namespace Pdp.Observability.Logs.Loki;

/// <summary>The customer's Loki as the place where lines are looked for.</summary>
public sealed class LokiLogs : ILogSource, IDisposable
{
    private readonly LokiOptions _options;
    private readonly LokiClient _client;
    private readonly TimeProvider _time;

    /// <param name="options">Which Loki.</param>
    /// <param name="time">The clock.</param>
    public LokiLogs(LokiOptions options, TimeProvider time)
    {
        _options = options;
        _client = new LokiClient(options);
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken)
    {
        if (query.Problems() is [var problem, ..]) throw new LogQueryException(problem);
        var began = _time.GetTimestamp();
        var filter = new LineFilter(query.Scopes, query.Levels, query.Search);
        var isBackward = query.Order == SortOrder.NewestFirst;
        var (start, end) = (LokiLine.Count(query.Start), LokiLine.Count(query.End));
        var reading = new LokiReading(_client, Queries(query.Scopes, filter), isBackward, _options.Batch);
        var cursor = query.Cursor is { } text ? LokiCursor.Parse(text, query.Order) : new LokiCursor(query.Order, isBackward ? end - 1 : start, 0);
        var found = new List<StoredEntry>();
        while (true)
        {
            var (lines, more) = await reading.NextAsync(cursor, start, end, cancellationToken);
            foreach (var line in lines)
            {
                cursor = line.Nanoseconds == cursor.Nanoseconds ? cursor with { Done = cursor.Done + 1 } : new LokiCursor(query.Order, line.Nanoseconds, 1);
                var entry = line.ToEntry(line.Nanoseconds);
                if (!filter.Accepts(entry)) continue;
                found.Add(entry);
                if (found.Count == query.Limit) return new LogPage(found, cursor.ToString(), false, _time.GetElapsedTime(began));
            }
            if (!more) return new LogPage(found, null, false, _time.GetElapsedTime(began));
            // More lines of one moment than Loki gives at once: those beyond cannot be had, the rest can.
            if (lines.Count == 0) cursor = new LokiCursor(query.Order, cursor.Nanoseconds + (isBackward ? -1 : 1), 0);
            if (_time.GetElapsedTime(began) > query.Budget) return new LogPage(found, cursor.ToString(), true, _time.GetElapsedTime(began));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TailItem> TailAsync(TailRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new LineFilter(request.Scopes, request.Levels, request.Search);
        var ids = request.After is { } after ? LokiTailIds.After(after) : LokiTailIds.From(LokiLine.Count(_time.GetUtcNow()));
        await using var tail = new LokiTail(_client, Queries(request.Scopes, filter), _options, request.Buffer, _time);
        await foreach (var (line, missed) in tail.ReadAsync(ids.Start, cancellationToken))
        {
            if (missed > 0) yield return new TailItem.Gap(missed);
            if (line is null || ids.Next(line) is not { } id) continue;
            var entry = line.ToEntry(id);
            if (filter.Accepts(entry)) yield return new TailItem.Line(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private IReadOnlyList<string> Queries(IReadOnlyList<LogScope> scopes, LineFilter filter) =>
        [.. scopes.Distinct().Select(scope => LogQl.Query(scope, _options.Labels, filter.Words))];
}
