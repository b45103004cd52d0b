using Pdp.LogStore.Retention;

namespace Pdp.LogStore.Segments;

/// <summary>One file of lines, as the store holds it. Readers borrow it; a file that is dropped meanwhile goes when the last has given it back.</summary>
internal sealed class Segment(string path, SegmentClass kind)
{
    // One is kept open for the next reader: opening costs more than most searches.
    private SegmentReader? _idle;
    private readonly Lock _lock = new();
    private int _readers;
    private Action? _afterLast;
    private bool _retired;

    public string Path { get; } = path;

    public SegmentClass Class { get; } = kind;

    /// <summary>What is in it. Replaced as a whole.</summary>
    public SegmentBounds Bounds { get; set; } = SegmentBounds.Empty;

    /// <summary>Bytes of disk.</summary>
    public long Size { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>When something was last written to it.</summary>
    public DateTimeOffset Touched { get; set; }

    public void Take(SegmentWriter writer)
    {
        Bounds = writer.State.Bounds;
        Size = writer.Size;
        Created = new DateTimeOffset(writer.State.Created, TimeSpan.Zero);
        Touched = new DateTimeOffset(writer.State.Touched, TimeSpan.Zero);
    }

    /// <summary>Opens it for a query; null when it is gone. To be given back.</summary>
    public SegmentReader? Borrow()
    {
        SegmentReader? reader;
        lock (_lock)
        {
            if (_retired) return null;
            _readers++;
            (reader, _idle) = (_idle, null);
        }
        try
        {
            reader ??= new SegmentReader(Path);
            reader.Begin();
            return reader;
        }
        catch
        {
            reader?.Dispose();
            Leave(null);
            throw;
        }
    }

    public void GiveBack(SegmentReader reader)
    {
        reader.End();
        Leave(reader);
    }

    /// <summary>No one borrows it any more; <paramref name="afterLast"/> is called once when no one has it open.</summary>
    public void Retire(Action afterLast)
    {
        lock (_lock)
        {
            if (_retired) return;
            _retired = true;
            _afterLast = afterLast;
            if (_readers > 0) return;
        }
        Finish();
    }

    private void Leave(SegmentReader? reader)
    {
        var last = false;
        lock (_lock)
        {
            _readers--;
            if (!_retired && reader is not null && _idle is null) (_idle, reader) = (reader, null);
            last = _retired && _readers == 0;
        }
        reader?.Dispose();
        if (last) Finish();
    }

    private void Finish()
    {
        _idle?.Dispose();
        _idle = null;
        _afterLast?.Invoke();
    }
}
