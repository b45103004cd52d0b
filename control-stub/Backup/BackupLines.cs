using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Pdp.ControlStub.Backup;

/// <summary>Cuts a stream into lines, holding one at a time.</summary>
internal static class BackupLines
{
    /// <summary>The lines without their ends. A last line without an end is left out: it was cut short.</summary>
    /// <exception cref="BackupException">A line is longer than any of a backup.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return rest.Slice(0, end).ToArray();
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > BackupFormat.LineBytes)
                throw new BackupException("This is not a backup of pdp-control, or it is damaged: a line has no end.");
            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                break;
        }

        await pipe.CompleteAsync();
    }
}
