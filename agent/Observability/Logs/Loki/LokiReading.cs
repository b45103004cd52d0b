namespace Pdp.Observability.Logs.Loki;

/// <summary>Reads on from a place, batch by batch, over several queries whose lines may be the same. Not safe for several threads.</summary>
/// <param name="client">Loki.</param>
/// <param name="queries">LogQL, one for each scope.</param>
/// <param name="isBackward">Whether the latest come first.</param>
/// <param name="batch">Lines asked for at once.</param>
internal sealed class LokiReading(LokiClient client, IReadOnlyList<string> queries, bool isBackward, int batch)
{
    /// <summary>The most Loki gives at once unless told otherwise.</summary>
    public const int MostLines = 5000;

    /// <summary>The next lines in order from a place on, and whether there may be more.</summary>
    /// <exception cref="Pdp.LogStore.LogStoreException">There is no answer.</exception>
    public async Task<(IReadOnlyList<LokiLine> Lines, bool More)> NextAsync(LokiCursor from, long start, long end, CancellationToken cancellationToken)
    {
        var (first, last) = isBackward ? (start, Math.Min(end, from.Nanoseconds + 1)) : (Math.Max(start, from.Nanoseconds), end);
        if (first >= last) return ([], false);
        var limit = Math.Min(MostLines, batch + from.Done);
        var (lines, edge) = await FetchAsync(first, last, limit, cancellationToken);
        // Of a moment all lines are had, or their order could not be told twice.
        if (edge is { } moment && limit < MostLines && lines.TrueForAll(line => line.Nanoseconds == moment))
            (lines, edge) = await FetchAsync(first, last, MostLines, cancellationToken);
        if (edge is { } incomplete && lines.Exists(line => line.Nanoseconds != incomplete))
            lines.RemoveAll(line => isBackward ? line.Nanoseconds <= incomplete : line.Nanoseconds >= incomplete);
        if (isBackward) lines.Reverse();
        var done = Math.Min(from.Done, lines.TakeWhile(line => line.Nanoseconds == from.Nanoseconds).Count());
        return (lines[done..], edge is not null);
    }

    // The moment from which on lines may be missing; null when there are no more.
    private async Task<(List<LokiLine> Lines, long? Edge)> FetchAsync(long first, long last, int limit, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(queries.Select(query => client.QueryAsync(query, first, last, limit, isBackward, cancellationToken)));
        var edges = answers.Where(lines => lines.Count >= limit).Select(lines => (isBackward ? lines[0] : lines[^1]).Nanoseconds).ToList();
        return (Merged(answers), edges.Count == 0 ? null : isBackward ? edges.Max() : edges.Min());
    }

    // The same line in the answers of two scopes that overlap is one line; twice in one answer it is two.
    private static List<LokiLine> Merged(IReadOnlyList<LokiLine>[] answers)
    {
        if (answers.Length == 1) return [.. answers[0]];
        var counts = new Dictionary<LokiLine, int>();
        foreach (var answer in answers)
        {
            foreach (var group in answer.GroupBy(line => line)) counts[group.Key] = Math.Max(counts.GetValueOrDefault(group.Key), group.Count());
        }
        return [.. counts.SelectMany(line => Enumerable.Repeat(line.Key, line.Value)).Order(LokiLine.Order)];
    }
}
