using System.Runtime.CompilerServices;
using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Node.Logs;

/// <summary>Reads a container's log from where the options say, and goes on with it where they ask to follow.</summary>
internal static class LogReading
{
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ContainerLog log, PodLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new LogEntryReader(options);
        var (part, generation) = log.Open();
        if (part is not null && options.TailLines is { } lines) LogTail.Place(part, lines);
        try
        {
            while (true)
            {
                var (complete, changed) = log.State;
                var (next, later) = options.Follow || part is null ? log.OpenAfter(generation) : (null, generation);
                // Where there is a next file, nothing is added to this one any more: now its end is the end.
                while (part is not null && await reader.ReadAsync(part, cancellationToken) is { } chunk)
                {
                    if (!chunk.IsEmpty) yield return chunk;
                }

                if (next is not null)
                {
                    if (part is not null) await part.DisposeAsync();
                    (part, generation) = (next, later);
                    continue;
                }

                if (complete || !options.Follow) yield break;
                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            if (part is not null) await part.DisposeAsync();
        }
    }
}
