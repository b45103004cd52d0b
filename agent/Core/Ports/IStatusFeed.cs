using Pdp.Protocol.Intents;
using Pdp.Protocol.Tracing;

namespace Pdp.Core.Ports;

/// <summary>The newest status of every intent, for whoever reports it. Conflated: a slow reader misses steps, never the end.</summary>
public interface IStatusFeed
{
    /// <summary>
    /// All that is known now first, then each change, newest per intent, until cancelled. A null status means the intent is gone.
    /// </summary>
    /// <param name="maxBatch">Most entries at once; 1 or more.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    IAsyncEnumerable<IReadOnlyList<StatusEntry>> ReadAsync(int maxBatch, CancellationToken cancellationToken);
}

/// <summary>The newest status of one intent.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Status">Its status; null when it is gone.</param>
/// <param name="Trace">The trace of what it tells of, if any.</param>
public sealed record StatusEntry(string Id, IntentStatus? Status, TraceContext? Trace = null);
