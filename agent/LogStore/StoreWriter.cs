using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Retention;
using Pdp.LogStore.Segments;

namespace Pdp.LogStore;

/// <summary>The writing half of the store: routes batches to their class's newest segment and makes room. Used by one thread at a time.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly LogStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogStoreEvents _events;
    private readonly IReadOnlyList<Chain> _chains;
    private readonly Evictor _evictor;
    private readonly ConcurrentDictionary<LogSource, StoredPosition> _positions = new();
    private long _nextId = 1;
    private long _version;

    private StoreWriter(LogStoreOptions options, TimeProvider time, ILogStoreEvents events)
    {
        (_options, _time, _events) = (options, time, events);
        _chains = [.. options.Classes.SelectMany(one => new[] { new SegmentClass(one, false), new SegmentClass(one, true) }).Select(kind => new Chain(options, kind))];
        _evictor = new Evictor(options, _chains, events);
    }

    /// <summary>Opens what is there.</summary>
    public static StoreWriter Load(LogStoreOptions options, TimeProvider time, ILogStoreEvents events)
    {
        var writer = new StoreWriter(options, time, events);
        try
        {
            foreach (var chain in writer._chains) writer.Load(chain);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>The id of what was stored last.</summary>
    public long NewestId => Interlocked.Read(ref _nextId) - 1;

    public LogPosition? PositionOf(LogSource source) => _positions.GetValueOrDefault(source)?.Position;

    public IEnumerable<Segment> Segments() => _chains.SelectMany(chain => chain.Segments);

    public LogStoreUsage Usage()
    {
        var segments = Segments().ToList();
        var newest = NewestId;
        var oldest = segments.Select(segment => segment.Bounds.FirstId).DefaultIfEmpty(long.MaxValue).Min();
        return new LogStoreUsage(
            segments.Sum(one => one.Size), segments.Sum(one => one.Bounds.Entries), segments.Count, newest, Math.Min(oldest, newest + 1));
    }

    /// <summary>Stores batches, class by class, and tells each that is stored.</summary>
    public void Append(IReadOnlyList<SourceBatch> batches, Action<LogSource, IReadOnlyList<LogEntry>, long> stored)
    {
        foreach (var group in batches.GroupBy(ChainOf))
        {
            var first = _nextId;
            SourceBatch[] together = [.. group];
            Write(group.Key, together);
            foreach (var batch in together)
            {
                if (batch.Position is { } position) _positions[batch.Source] = new StoredPosition(position, _version);
                stored(batch.Source, batch.Entries, first);
                first += batch.Entries.Count;
            }
        }
        _evictor.Run(_time.GetUtcNow());
    }

    public void Forget(IReadOnlyCollection<LogSource> sources)
    {
        foreach (var source in sources)
        {
            _positions.TryRemove(source, out _);
            foreach (var chain in _chains) Forget(chain, source);
        }
    }

    public void Maintain()
    {
        var now = _time.GetUtcNow();
        foreach (var chain in _chains.Where(chain => chain.Active is { Bounds.Entries: > 0 } && chain.IsFull(now))) Close(chain, now);
        _evictor.Run(now);
    }

    /// <summary>Takes a damaged segment out of use.</summary>
    public void SetAside(Segment segment, Exception why)
    {
        if (_chains.FirstOrDefault(chain => chain.Segments.Contains(segment)) is not { } chain) return;
        chain.Remove(segment, () => SegmentNames.SetAside(segment.Path));
        _events.SetAside(segment.Path, why);
    }

    public void Dispose()
    {
        foreach (var chain in _chains) chain.Dispose();
    }

    private void Close(Chain chain, DateTimeOffset now)
    {
        try
        {
            chain.Begin(_nextId, _positions, now);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Recover(chain);
            throw new LogStoreException("The log store cannot begin a new file: check that its volume has room and works.", e);
        }
    }

    private static void Forget(Chain chain, LogSource source)
    {
        try
        {
            chain.Forget(source);
        }
        catch (SqliteException)
        {
            // The position of a pod that is no more is in nobody's way; it goes with its file.
        }
    }

    private void Load(Chain chain)
    {
        SegmentState? newest = null;
        foreach (var (state, firstId) in chain.Load(_events.SetAside))
        {
            newest = state;
            _nextId = Math.Max(_nextId, Math.Max(firstId, state.Bounds.LastId + 1));
        }
        // Each segment begins with the positions of the one before: the newest has them all.
        foreach (var (source, position) in newest?.Positions ?? [])
        {
            _version = Math.Max(_version, position.Version);
            _positions.AddOrUpdate(source, position, (_, other) => other.Version > position.Version ? other : position);
        }
    }

    private Chain ChainOf(SourceBatch batch)
    {
        var at = 0;
        while (at < _options.Classes.Count - 1 && !_options.Classes[at].Scope.Contains(batch.Source)) at++;
        var usual = _chains[at * 2];
        // A full segment is about to be followed by an empty one, in which the pod has its share again.
        var beyond = !usual.IsFull(_time.GetUtcNow()) && usual.PodBytes(batch.Source) >= _options.PodShare * _options.SegmentBytes;
        return beyond ? _chains[(at * 2) + 1] : usual;
    }

    private void Write(Chain chain, SourceBatch[] batches)
    {
        _version++;
        for (var damaged = 0; ;)
        {
            try
            {
                var now = _time.GetUtcNow();
                if (chain.IsFull(now)) chain.Begin(_nextId, _positions, now);
                chain.Append(batches, _nextId, _version, now);
                Interlocked.Add(ref _nextId, batches.Sum(batch => (long)batch.Entries.Count));
                return;
            }
            catch (SqliteException e) when (e.IsFull())
            {
                var hasDropped = _evictor.DropFirst(DropReason.DiskFull, sealedOnly: false);
                // What the writer remembers was not written: it begins again with what the file holds.
                Recover(chain);
                if (!hasDropped)
                    throw new LogStoreException("The disk of the log store is full, and the store has nothing left to drop: make room, or lower its size.", e);
            }
            catch (Exception e) when (e.IsDamage() && damaged++ < 2)
            {
                if (chain.Active is { } active) SetAside(active, e);
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
            {
                Recover(chain);
                throw new LogStoreException("The log store cannot write: check its volume.", e);
            }
        }
    }

    private void Recover(Chain chain)
    {
        try
        {
            chain.Reopen();
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or IOException)
        {
            if (e.IsDamage() && chain.Segments is [.., var newest]) SetAside(newest, e);
        }
    }
}
