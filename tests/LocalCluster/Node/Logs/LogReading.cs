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
        var (opened, generation) = log.Open();
        var parts = new Queue<FileStream>(options.TailLines is { } lines ? LogTail.Place(opened, lines) : opened);
        try
        {
            while (true)
            {
                var (complete, changed) = log.State;
                if (parts.TryPeek(out var part))
                {
                    while (await reader.ReadAsync(part, cancellationToken) is { } chunk)
                    {
                        if (!chunk.IsEmpty) yield return chunk;
                    }

                    if (parts.Count > 1)
                    {
                        await parts.Dequeue().DisposeAsync();
                        continue;
                    }
                }

                var (next, later) = log.OpenAfter(generation);
                if (next is not null)
                {
                    // The part at hand was renamed and has been read to its end: what comes is in the new one.
                    generation = later;
                    parts.Enqueue(next);
                    continue;
                }

                if (complete || !options.Follow) yield break;
                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            foreach (var part in parts) await part.DisposeAsync();
        }
    }
}
