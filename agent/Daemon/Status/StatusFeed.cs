using System.Runtime.CompilerServices;
using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Status;

/// <summary>
/// The newest status of every intent for any number of readers. A reader is told all there is, then changes; what changes again before
/// it was told is told once. Per reader no more is kept than one mark per intent.
/// </summary>
internal sealed class StatusFeed : IStatusFeed, IIntentObserver
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StatusEntry> _newest = new(StringComparer.Ordinal);
    private readonly HashSet<Reader> _readers = [];

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        lock (_lock)
        {
            if (after is not null)
            {
                // Other parts of a resource change too, such as its spec.
                if (before is not null && Bytes(before).SequenceEqual(Bytes(after))) return;
                var entry = new StatusEntry(id, after.Status, after.Trace);
                _newest[id] = entry;
                Mark(entry);
                return;
            }
            _newest.Remove(id);
            // Also when a hand deleted it: the control plane, which has not asked for that, compares and sends it again.
            Mark(new StatusEntry(id, null, before?.Trace));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<StatusEntry>> ReadAsync(
        int maxBatch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatch, 1);
        using var reader = new Reader();
        lock (_lock)
        {
            _readers.Add(reader);
            foreach (var entry in _newest.Values) reader.Mark(entry);
        }
        try
        {
            while (true)
            {
                await reader.WaitAsync(cancellationToken);
                IReadOnlyList<StatusEntry> batch;
                lock (_lock) batch = reader.Take(maxBatch);
                if (batch.Count > 0) yield return batch;
            }
        }
        finally
        {
            lock (_lock) _readers.Remove(reader);
        }
    }

    private static ReadOnlySpan<byte> Bytes(StoredIntent intent) =>
        JsonSerializer.SerializeToUtf8Bytes(intent.Status, IntentJson.Default.IntentStatus);

    private void Mark(StatusEntry entry)
    {
        foreach (var reader in _readers) reader.Mark(entry);
    }

    /// <summary>What one reader has not been told: the order of marks, and the newest of each.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly SemaphoreSlim _news = new(0, 1);
        private readonly Queue<string> _order = new();
        private readonly Dictionary<string, StatusEntry> _untold = [];

        public void Mark(StatusEntry entry)
        {
            if (!_untold.ContainsKey(entry.Id)) _order.Enqueue(entry.Id);
            _untold[entry.Id] = entry;
            if (_news.CurrentCount == 0) _news.Release();
        }

        public Task WaitAsync(CancellationToken cancellationToken) => _news.WaitAsync(cancellationToken);

        public IReadOnlyList<StatusEntry> Take(int most)
        {
            var batch = new List<StatusEntry>(Math.Min(most, _order.Count));
            while (batch.Count < most && _order.TryDequeue(out var id))
            {
                _untold.Remove(id, out var entry);
                batch.Add(entry!);
            }
            if (_order.Count > 0 && _news.CurrentCount == 0) _news.Release();
            return batch;
        }

        public void Dispose() => _news.Dispose();
    }
}
