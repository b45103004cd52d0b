using System.Globalization;
using System.Text;

namespace Pdp.LocalCluster.Node.Logs;

/// <summary>
/// The output of one run of a container, as a container runtime keeps it: a file of <c>time stream F text</c> lines (<c>P</c> for a piece
/// of a line over 16 KiB). At 16 MiB it starts afresh and keeps the file before, so no talkative container fills the disk.
/// </summary>
internal sealed class ContainerLog(string path, TimeProvider time) : IDisposable
{
    private const int LongestPiece = 16 * 1024;
    private const long SegmentLimit = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private FileStream? _file;
    private int _generation;
    private bool _complete;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Appends whole lines and pieces of one stream; called by one writer per stream.</summary>
    /// <returns>How much was taken: all but an unfinished line, which comes again with its rest.</returns>
    public int Append(string stream, ReadOnlySpan<byte> output, bool last)
    {
        var entries = new MemoryStream(output.Length + 64);
        var head = $"{time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} {stream} ";
        var whole = Encoding.ASCII.GetBytes(head + "F ");
        var taken = 0;
        while (taken < output.Length)
        {
            var rest = output[taken..];
            var end = rest.IndexOf((byte)'\n');
            if (end >= 0 && end <= LongestPiece)
            {
                Write(entries, whole, rest[..end]);
                taken += end + 1;
            }
            else if (rest.Length >= LongestPiece)
            {
                Write(entries, Encoding.ASCII.GetBytes(head + "P "), rest[..LongestPiece]);
                taken += LongestPiece;
            }
            else if (last)
            {
                Write(entries, whole, rest);
                taken = output.Length;
            }
            else break;
        }

        if (entries.Length > 0) Store(entries.GetBuffer().AsSpan(0, (int)entries.Length));
        return taken;
    }

    /// <summary>Nothing will be added any more: those who follow come to an end.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            _file?.Flush();
        }

        Signal();
    }

    /// <summary>Opens what there is to read, the earlier part first, and says which generation the last of them is.</summary>
    public (IReadOnlyList<FileStream> Parts, int Generation) Open()
    {
        lock (_lock)
        {
            _file?.Flush();
            var parts = new List<FileStream>();
            foreach (var part in (string[])[path + ".1", path])
            {
                if (File.Exists(part)) parts.Add(OpenPart(part));
            }

            return (parts, _generation);
        }
    }

    /// <summary>Opens the newest part if it is a later one than <paramref name="generation"/>.</summary>
    public (FileStream? Part, int Generation) OpenAfter(int generation)
    {
        lock (_lock) return _file is not null && _generation > generation ? (OpenPart(path), _generation) : (null, generation);
    }

    /// <summary>The state to wait on: whether more can come, and a task that completes when something has changed.</summary>
    public (bool IsComplete, Task Changed) State
    {
        get { lock (_lock) return (_complete, _changed.Task); }
    }

    public void Dispose()
    {
        Complete();
        lock (_lock) _file?.Dispose();
    }

    private static FileStream OpenPart(string part) => new(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.SequentialScan);

    private static void Write(MemoryStream entries, ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
    {
        entries.Write(head);
        entries.Write(text);
        entries.WriteByte((byte)'\n');
    }

    private void Store(ReadOnlySpan<byte> entries)
    {
        lock (_lock)
        {
            if (_complete) return;
            if (_file?.Length >= SegmentLimit)
            {
                _file.Dispose();
                File.Move(path, path + ".1", overwrite: true);
                _file = null;
            }

            if (_file is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                _generation++;
            }

            _file.Write(entries);
            _file.Flush();
        }

        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock) (changed, _changed) = (_changed, NewSignal());
        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
