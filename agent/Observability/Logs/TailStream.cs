using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pdp.LogStore;
using Pdp.LogStore.Tailing;
using Pdp.Observability.Access;

namespace Pdp.Observability.Logs;

/// <summary>
/// A tail as server-sent events (the HTML standard's <c>text/event-stream</c>). Lines that are at hand are sent together; a reader that does not read
/// holds up only this stream, whose tail then skips ahead.
/// </summary>
internal sealed class TailStream(HttpResponse response, TimeSpan heartbeat, TimeProvider time) : IDisposable
{
    private const int FlushBytes = 64 * 1024;
    private readonly MemoryStream _waiting = new();
    private Task<bool> _next = Task.FromResult(false);

    public void Dispose() => _waiting.Dispose();

    /// <summary>Writes until the tail or the stream's life ends, and says at the end why.</summary>
    public async Task WriteAsync(IAsyncEnumerator<TailItem> items, Task<bool> next, StreamLife life)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["X-Accel-Buffering"] = "no";
        Append("retry: 2000\n\n"u8);
        _next = next;
        try
        {
            var reason = await PumpAsync(items, life);
            Event("end", null, new TailEnd(reason), LogsJsonContext.Default.TailEnd);
            await FlushAsync();
        }
        finally
        {
            // A reader may go while the next line is waited for, and what waits must be over before the tail can be given up.
            await life.EndAsync();
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> PumpAsync(IAsyncEnumerator<TailItem> items, StreamLife life)
    {
        try
        {
            while (true)
            {
                if (!_next.IsCompleted || _waiting.Length >= FlushBytes) await FlushAsync();
                while (!await CameAsync(_next, life.Ended)) await BeatAsync();
                if (!await _next) return life.Reason;
                Append(items.Current);
                _next = items.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (life.Ended.IsCancellationRequested)
        {
            return life.Reason;
        }
        catch (LogStoreException)
        {
            return "failed";
        }
    }

    private async Task<bool> CameAsync(Task next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted) return true;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(next, Task.Delay(heartbeat, time, waiting.Token));
        await waiting.CancelAsync();
        return first == next || next.IsCompleted || cancellationToken.IsCancellationRequested;
    }

    private async Task BeatAsync()
    {
        Append(": alive\n\n"u8);
        await FlushAsync();
    }

    private void Append(TailItem item)
    {
        switch (item)
        {
            case TailItem.Line line:
                Event("log", line.Entry.Id, LogLine.Of(line.Entry), LogsJsonContext.Default.LogLine);
                break;
            case TailItem.Gap gap:
                Event("gap", null, new TailGap(gap.Missed), LogsJsonContext.Default.TailGap);
                break;
        }
    }

    // JSON without line feeds is one line of data, whatever a log line says.
    private void Event<T>(string name, long? id, T data, JsonTypeInfo<T> contract)
    {
        Append(Encoding.ASCII.GetBytes($"event: {name}\n"));
        if (id is { } place) Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {place}\n")));
        Append("data: "u8);
        JsonSerializer.Serialize(_waiting, data, contract);
        Append("\n\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes) => _waiting.Write(bytes);

    private async Task FlushAsync()
    {
        var cancellationToken = response.HttpContext.RequestAborted;
        if (_waiting.Length > 0) await response.Body.WriteAsync(_waiting.GetBuffer().AsMemory(0, (int)_waiting.Length), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _waiting.SetLength(0);
    }
}
