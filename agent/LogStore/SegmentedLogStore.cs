using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Segments;
using Pdp.LogStore.Tailing;

namespace Pdp.LogStore;

/// <summary>
/// Log lines in segments: a file for each span of time and class of retention, compressed, with an index of words. Lines are told to
/// <see cref="Tail"/> once they are stored. Safe for several threads; one process at a time.
/// </summary>
public sealed class SegmentedLogStore : ILogSink, IAsyncDisposable
{
    private const int QueriesAtOnce = 4;

    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _querying = new(QueriesAtOnce);
    private readonly FileStream _lock;
    private readonly TimeProvider _time;
    private readonly StoreWriter _writer;
    private bool _disposed;

    private SegmentedLogStore(FileStream @lock, StoreWriter writer, TimeProvider time)
    {
        (_lock, _writer, _time) = (@lock, writer, time);
        Tail = new LiveTail(this);
    }

    /// <summary>What is stored from now on.</summary>
    public LiveTail Tail { get; }

    /// <summary>How much there is.</summary>
    public LogStoreUsage Usage => _writer.Usage();

    /// <summary>Opens or makes the store.</summary>
    /// <exception cref="LogStoreException">An option is wrong, another process has it, or the directory cannot be used.</exception>
    public static SegmentedLogStore Open(LogStoreOptions options, TimeProvider time, ILogStoreEvents events)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new LogStoreException(string.Join(' ', problems));
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(options.Directory);
            held = new FileStream(Path.Combine(options.Directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new SegmentedLogStore(held, StoreWriter.Load(options, time, events), time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            held?.Dispose();
            throw new LogStoreException("The log store cannot be opened: check that its directory can be written to and no other process has it.", e);
        }
    }

    /// <summary>
    /// Stores entries and positions; they are on disk when it returns. A source's entries and its position are stored together or not at all, which of
    /// the two after an exception is seen from <see cref="PositionOf"/>.
    /// </summary>
    /// <exception cref="LogStoreException">The disk is full or failing, and there is nothing left that could be dropped.</exception>
    public async Task AppendAsync(IReadOnlyList<SourceBatch> batches, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _writer.Append(batches, Tail.Publish);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>How far a source was read; null when nothing of it is known.</summary>
    public LogPosition? PositionOf(LogSource source) => _writer.PositionOf(source);

    /// <summary>Forgets how far sources that are no more were read. Their lines stay.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<LogSource> sources, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _writer.Forget(sources);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Drops what is too old or too much. To be called now and then; storing lines sees to it too.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _writer.Maintain();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Looks for entries.</summary>
    /// <exception cref="LogQueryException">The query is wrong; the message says what to change.</exception>
    public async Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken)
    {
        if (query.Problems() is { Count: > 0 } problems) throw new LogQueryException(string.Join(' ', problems));
        var damaged = new List<(Segment Segment, Exception Why)>();
        var run = new QueryRun(query, _writer.NewestId, _time, (segment, why) => damaged.Add((segment, why)));
        await _querying.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => run.Run(_writer.Segments(), cancellationToken), cancellationToken);
        }
        finally
        {
            _querying.Release();
            if (damaged.Count > 0) await SetAsideAsync(damaged);
        }
    }

    /// <summary>Ends the tails and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Tail.Close();
        await _writing.WaitAsync();
        for (var i = 0; i < QueriesAtOnce; i++) await _querying.WaitAsync();
        _writer.Dispose();
        await _lock.DisposeAsync();
        _writing.Dispose();
        _querying.Dispose();
    }

    private async Task SetAsideAsync(List<(Segment Segment, Exception Why)> damaged)
    {
        await _writing.WaitAsync();
        try
        {
            foreach (var (segment, why) in damaged) _writer.SetAside(segment, why);
        }
        finally
        {
            _writing.Release();
        }
    }
}
