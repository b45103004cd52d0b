using System.Net.WebSockets;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>The end of a connection: what was wrong, goodbye, close. Not waited for longer than a few seconds.</summary>
internal static class Farewell
{
    /// <summary>How long saying it may take, and how long the agent's own close is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Says it, waits for the agent's own close, and cuts off who does not answer.</summary>
    /// <param name="frames">The connection.</param>
    /// <param name="end">Why.</param>
    /// <param name="reading">Reads until the agent closes; null when nobody does.</param>
    /// <param name="time">The clock.</param>
    public static async Task PartAsync(WebSocketFrames frames, SessionEnd end, Task? reading, TimeProvider time)
    {
        await SayAsync(frames, end, time);
        try
        {
            // What was said is lost where a connection is cut before it was read.
            await (reading ?? ReadToEndAsync(frames)).WaitAsync(Limit, time);
        }
        catch (Exception e) when (e is TimeoutException or WebSocketException)
        {
            // Cut off below.
        }

        frames.Abort();
    }

    /// <summary>Says it.</summary>
    public static async Task SayAsync(WebSocketFrames frames, SessionEnd end, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            if (end.Error is not null)
                await frames.WriteAsync(end.Error, limit.Token);
            if (end.Goodbye is not null)
                await frames.WriteAsync(end.Goodbye, limit.Token);
            await frames.CloseAsync(end.CloseCode, end.Cause, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            frames.Abort();
        }
    }

    private static async Task ReadToEndAsync(WebSocketFrames frames)
    {
        while (await frames.ReadAsync(CancellationToken.None) is not FrameReading.Ended)
        {
            // Of no interest any more.
        }
    }
}
