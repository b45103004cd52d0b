using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pdp.LogStore;

namespace Pdp.Observability.Logs.Loki;

/// <summary>Follows one or several queries by WebSocket. A reader that is too slow is skipped ahead and told how many lines it missed.</summary>
internal sealed class LokiTail(LokiClient client, IReadOnlyList<string> queries, LokiOptions options, int buffer, TimeProvider time) : IAsyncDisposable
{
    private const int Chunk = 16 * 1024;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private readonly Channel<LokiLine> _lines = Channel.CreateBounded<LokiLine>(buffer);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _missed;

    /// <summary>Lines as they come, and how many are missing before each.</summary>
    /// <exception cref="LogStoreException">The tail cannot be opened.</exception>
    public async IAsyncEnumerable<(LokiLine? Line, int Missed)> ReadAsync(long start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sockets = new List<WebSocket>();
        foreach (var query in queries) sockets.Add(await client.TailAsync(query, start, cancellationToken));
        _running = Task.WhenAll(queries.Zip(sockets, (query, socket) => FollowAsync(query, socket, new LokiPlace(start), _stop.Token)));
        while (await _lines.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_lines.Reader.TryRead(out var line)) yield return (line, Interlocked.Exchange(ref _missed, 0));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // Loki ends a tail after an hour, and whenever one of its own parts is moved.
    private async Task FollowAsync(string query, WebSocket first, LokiPlace place, CancellationToken stop)
    {
        var socket = first;
        try
        {
            while (true)
            {
                await ReceiveAsync(socket, place, stop);
                socket.Dispose();
                place.Reopen();
                while (true)
                {
                    await Task.Delay(_pause, time, stop);
                    try
                    {
                        socket = await client.TailAsync(query, place.Start, stop);
                        break;
                    }
                    catch (LogStoreException)
                    {
                        // Away; what was written meanwhile comes with the next one.
                    }
                }
            }
        }
        catch (Exception failure)
        {
            _lines.Writer.TryComplete(failure is OperationCanceledException ? null : failure);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task ReceiveAsync(WebSocket socket, LokiPlace place, CancellationToken stop)
    {
        var message = new ArrayBufferWriter<byte>(Chunk);
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(message.GetMemory(Chunk), stop);
                if (read.MessageType == WebSocketMessageType.Close) return;
                message.Advance(read.Count);
                if (message.WrittenCount > options.MaxAnswerBytes) throw new LogStoreException("Loki sends more at once than is read.");
                if (!read.EndOfMessage) continue;
                var (lines, dropped) = LokiMessages.Tail(message.WrittenMemory, options.Labels);
                message.ResetWrittenCount();
                if (dropped > 0) Interlocked.Add(ref _missed, dropped);
                foreach (var line in lines)
                {
                    if (place.TryTake(line) && !_lines.Writer.TryWrite(line)) Interlocked.Increment(ref _missed);
                }
            }
        }
        catch (WebSocketException)
        {
            // Cut; it is opened again.
        }
    }
}
