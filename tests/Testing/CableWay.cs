namespace Pdp.Testing;

/// <summary>One way of a <see cref="TestCable"/>, and what shall befall what is sent along it. Each trouble happens once.</summary>
public sealed class CableWay
{
    private const byte Flipped = 0b0101_0101;
    private readonly Lock _lock = new();
    private long? _cutAfter;
    private int? _cutAtRecord;
    private long _discard;
    private long _corrupt;
    private long _carried;

    /// <summary>Bytes that got through.</summary>
    public long Carried => Interlocked.Read(ref _carried);

    /// <summary>Cuts the connection over which the n-th byte from now on comes, after it.</summary>
    public void CutAfter(long bytes) => Set(() => _cutAfter = bytes);

    /// <summary>Cuts the connection in the middle of the n-th TLS record from now on; a frame of a WebSocket is mostly one.</summary>
    public void CutAtRecord(int records) => Set(() => _cutAtRecord = records);

    /// <summary>Loses the next bytes, and goes on as if nothing had been.</summary>
    public void Discard(long bytes) => Set(() => _discard = bytes);

    /// <summary>Changes the next bytes.</summary>
    public void Corrupt(long bytes) => Set(() => _corrupt = bytes);

    /// <summary>Forgets every trouble that has not come yet.</summary>
    public void Clear() => Set(() => (_cutAfter, _cutAtRecord, _discard, _corrupt) = (null, null, 0, 0));

    /// <summary>Decides what of a chunk goes on.</summary>
    /// <param name="chunk">What was sent; what is to be corrupted is, in place.</param>
    /// <param name="records">Where the connection is in its TLS records.</param>
    /// <returns>The part that goes on, and whether the connection is cut after it.</returns>
    internal (Range Passes, bool Cut) Pass(Span<byte> chunk, TlsRecords records)
    {
        lock (_lock)
        {
            var (end, cut) = (chunk.Length, false);
            foreach (var start in records.Starts(chunk))
            {
                if (_cutAtRecord is null || --_cutAtRecord > 0) continue;
                (_cutAtRecord, end, cut) = (null, Math.Min(start + TlsRecords.HeaderBytes + 1, end), true);
                break;
            }

            if (_cutAfter is { } left && left <= end) (_cutAfter, end, cut) = (null, (int)left, true);
            else _cutAfter -= end;

            var begin = (int)Math.Min(_discard, end);
            _discard -= begin;
            var corrupted = (int)Math.Min(_corrupt, end - begin);
            _corrupt -= corrupted;
            foreach (ref var one in chunk.Slice(begin, corrupted)) one ^= Flipped;
            Interlocked.Add(ref _carried, end - begin);
            return (begin..end, cut);
        }
    }

    private void Set(Action change)
    {
        lock (_lock) change();
    }
}
