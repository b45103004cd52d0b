using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Retention;

namespace Pdp.LogStore.Segments;

/// <summary>The segments of one class, of which the newest is written to. Used by one thread at a time; <see cref="Segments"/> by any.</summary>
internal sealed class Chain : IDisposable
{
    private readonly LogStoreOptions _options;
    private readonly string _directory;
    private SegmentWriter? _writer;
    private volatile Segment[] _segments = [];

    public Chain(LogStoreOptions options, SegmentClass kind)
    {
        (_options, Class) = (options, kind);
        _directory = Path.Combine(options.Directory, kind.Name);
        Directory.CreateDirectory(_directory);
    }

    public SegmentClass Class { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The segment that is written to; null before the first.</summary>
    public Segment? Active => _writer is null ? null : _segments[^1];

    public long Bytes => _segments.Sum(segment => segment.Size);

    /// <summary>Finds what is there.</summary>
    /// <param name="damaged">Told of each file that cannot be used; it has been set aside.</param>
    /// <returns>The state of each segment, oldest first, and the ids their names begin with.</returns>
    public IEnumerable<(SegmentState State, long FirstId)> Load(Action<string, Exception> damaged)
    {
        foreach (var unfinished in Directory.EnumerateFiles(_directory, "*.new*")) File.Delete(unfinished);
        foreach (var (path, firstId) in SegmentNames.In(_directory).ToList())
        {
            if (TryOpen(path, damaged) is not { } writer) continue;
            // All but the newest were sealed; the newest before it may not have been when the process died, which search does not mind.
            _writer?.Dispose();
            _writer = writer;
            var segment = new Segment(path, Class);
            segment.Take(writer);
            _segments = [.. _segments, segment];
            yield return (writer.State, firstId);
        }
    }

    /// <summary>Whether the next lines belong into a new segment.</summary>
    public bool IsFull(DateTimeOffset now) =>
        Active is not { } active || active.Size >= _options.SegmentBytes
        || (active.Bounds.Entries > 0 && now - active.Created >= _options.SegmentSpan);

    /// <summary>How much of the newest segment a pod fills, bytes.</summary>
    public long PodBytes(LogSource source) => _writer?.State.PodBytes.GetValueOrDefault(SegmentState.PodOf(source)) ?? 0;

    /// <summary>Closes the newest segment and begins another.</summary>
    public void Begin(long firstId, IReadOnlyDictionary<LogSource, StoredPosition> positions, DateTimeOffset now)
    {
        if (_writer is { } old)
        {
            old.Seal();
            _segments[^1].Take(old);
            old.Dispose();
            _writer = null;
        }
        var path = Path.Combine(_directory, SegmentNames.Of(firstId));
        if (!File.Exists(path)) SegmentWriter.Create(path, positions, now);
        _writer = SegmentWriter.Open(path, _options.Opened);
        var segment = new Segment(path, Class);
        segment.Take(_writer);
        _segments = [.. _segments.Where(one => one.Path != path), segment];
    }

    public void Append(IReadOnlyList<SourceBatch> batches, long firstId, long version, DateTimeOffset now)
    {
        _writer!.Append(batches, firstId, version, now);
        _segments[^1].Take(_writer);
    }

    public void Forget(LogSource source) => _writer?.Forget(source);

    /// <summary>After a failed write: reads anew what the newest file holds.</summary>
    /// <exception cref="SqliteException">It cannot be opened any more.</exception>
    public void Reopen()
    {
        if (_writer is null) return;
        _writer.Dispose();
        _writer = null;
        _writer = SegmentWriter.Open(_segments[^1].Path, _options.Opened);
    }

    /// <summary>Takes a segment out; <paramref name="afterLast"/> is called once when no query reads it.</summary>
    public void Remove(Segment segment, Action afterLast)
    {
        if (_segments.Length == 0 || !_segments.Contains(segment)) return;
        if (segment == _segments[^1])
        {
            _writer?.Dispose();
            _writer = null;
        }
        _segments = [.. _segments.Where(one => one != segment)];
        segment.Retire(afterLast);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
        foreach (var segment in _segments) segment.Retire(() => { });
    }

    private SegmentWriter? TryOpen(string path, Action<string, Exception> damaged)
    {
        try
        {
            return SegmentWriter.Open(path, _options.Opened);
        }
        catch (Exception e) when (e.IsDamage())
        {
            SegmentNames.SetAside(path);
            damaged(path, e);
            return null;
        }
    }
}
