using System.Globalization;
using System.Text;

namespace Pdp.LocalCluster.Node.Logs;

/// <summary>
/// The output of one run of a container, as a container runtime keeps it: a file of <c>time stream F text</c> lines (<c>P</c> for a piece
/// of a line over 16 KiB), rotated when it is large enough. Read is only the file that is written to, as a kubelet does: what was rotated
/// away is gone for whoever had not followed it.
/// </summary>
internal sealed class ContainerLog(string path, TimeProvider time, LogRotation rotation) : IDisposable
{
    private const int LongestPiece = 16 * 1024;

    private readonly Lock _lock = new();
    private FileStream? _file;
    private int _generation;
    private bool _complete;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Appends whole lines and pieces of one stream; called by one writer per stream.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="output">What was written.</param>
    /// <param name="last">Whether nothing follows that could finish a line.</param>
    /// <param name="at">What the node's clock shows; null takes the cluster's.</param>
    /// <returns>How much was taken: all but an unfinished line, which comes again with its rest.</returns>
    public int Append(string stream, ReadOnlySpan<byte> output, bool last, DateTimeOffset? at = null)
    {
        var entries = new MemoryStream(output.Length + 64);
        var head = $"{(at ?? time.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} {stream} ";
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

    /// <summary>Begins a new file, as when this one is large enough.</summary>
    public void Rotate()
    {
        lock (_lock)
        {
            if (_file is null || _complete) return;
            Begin();
        }

        Signal();
    }

    /// <summary>Cuts the file down to nothing where it stands, as somebody on the node may. A runtime goes on at its new end.</summary>
    public void Truncate()
    {
        lock (_lock)
        {
            _file?.SetLength(0);
            _file?.Flush();
        }

        Signal();
    }

    /// <summary>Opens what there is to read, and says which generation of the file it is; null before the first line.</summary>
    public (FileStream? Part, int Generation) Open()
    {
        lock (_lock)
        {
            _file?.Flush();
            return (File.Exists(path) ? OpenPart(path) : null, _generation);
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
            if (_file is null || _file.Length >= rotation.MaxBytes) Begin();
            _file!.Write(entries);
            _file.Flush();
        }

        Signal();
    }

    private void Begin()
    {
        if (_file is null) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        else
        {
            _file.Dispose();
            rotation.Rotate(path, time.GetUtcNow());
        }

        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _generation++;
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock) (changed, _changed) = (_changed, NewSignal());
        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
