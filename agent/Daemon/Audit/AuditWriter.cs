using Pdp.Core.Ports;

namespace Pdp.Daemon.Audit;

/// <summary>
/// Keeps the chain: gives each event its number and hash, and writes it to the newest file. The chain goes on whatever the disk does; after
/// a failure a new file is begun, and its first record says which records are in none. No byte once written is ever touched again.
/// For one caller at a time.
/// </summary>
/// <param name="settings">Where to.</param>
/// <param name="about">Whose trail it is, for the first record of every file.</param>
/// <param name="copy">Takes every line, also those no file could take.</param>
/// <param name="time">The clock.</param>
/// <param name="signer">Signs the end of the chain; null where nobody can.</param>
internal sealed class AuditWriter(
    AuditSettings settings, string about, Action<byte[]> copy, TimeProvider time, IAuditSigner? signer = null) : IDisposable
{
    private readonly AuditFolder? _folder = settings.Directory is { } directory ? new AuditFolder(directory) : null;
    private ChainLink _last = ChainLink.Start;
    private string _lastType = "";
    private FileStream? _file;
    private long _length;
    private long? _lostFrom;
    private bool _hasBegun;

    /// <summary>Number of the last record.</summary>
    public long Seq => _last.Seq;

    /// <summary>Writes events down.</summary>
    /// <exception cref="IOException">They are in the chain and were copied, but are in no file.</exception>
    public void Write(IReadOnlyList<AuditEvent> events)
    {
        var opening = Opening();
        var first = _last.Seq + 1;
        List<byte[]> lines = [.. (opening is null ? events : [opening, .. events]).Select(Append).OfType<byte[]>()];
        if (_folder is null) return;
        try
        {
            if (opening is not null) Begin(first);
            Store(lines);
            _lostFrom = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _lostFrom ??= first;
            Drop();
            throw failure as IOException ?? new IOException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    // What the next file begins with; null while the present one goes on.
    private AuditEvent? Opening()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            return Resume();
        }
        if (_folder is null) return null;
        if (_lostFrom is { } from) return Self(ChainTypes.Gap, $"records {from} to {_last.Seq} are in no file");
        if (_file!.Length != _length) return Self(ChainTypes.Broken, "somebody else changed the file before this one");
        return _length >= settings.FileBytes ? Self(ChainTypes.Rotated, about) : null;
    }

    private AuditEvent Resume()
    {
        var end = _folder?.FindEnd() ?? FolderEnd.Nothing;
        switch (end)
        {
            case { File: null, Problem: null }:
                return Self(ChainTypes.Started, about);
            case { Last: { } last }:
                _last = last.Link;
                var close = last.Type == ChainTypes.Closed && end.IsWhole ? "closed" : "not closed: the last writes before may be missing";
                return Self(ChainTypes.Continued, $"{about}; what was before was {close}{(end.IsWhole ? "" : ", its last line was cut")}");
            default:
                _last = new ChainLink(end.LastSeq, ChainLink.Start.Hash);
                return Self(ChainTypes.Broken, $"{about}; {end.Problem ?? "the end of what was before cannot be believed"}");
        }
    }

    // Null for a head that says nothing new, or that nobody can sign.
    private byte[]? Append(AuditEvent asked)
    {
        var happened = asked.Type != ChainTypes.Head ? asked : _lastType == ChainTypes.Head ? null : ChainHead.Of(_last, signer);
        if (happened is null) return null;
        var (line, link) = AuditLine.Write(happened, time.GetUtcNow(), _last);
        (_last, _lastType) = (link, happened.Type);
        copy(line);
        return line;
    }

    private void Begin(long first)
    {
        Drop();
        _file = _folder!.Create(first);
        _folder.Trim(settings.Files);
    }

    private void Store(List<byte[]> lines)
    {
        byte[] bytes = [.. lines.SelectMany(line => line)];
        _file!.Write(bytes);
        _file.Flush(flushToDisk: settings.Sync);
        _length += bytes.Length;
    }

    private void Drop()
    {
        _file?.Dispose();
        // One without a record would only be in the way of the next.
        if (_file is { } dropped && _length == 0) AuditFolder.TryDelete(dropped.Name);
        (_file, _length) = (null, 0);
    }

    private static AuditEvent Self(string type, string note) => new(type) { Note = note };
}
