using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Json;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>
/// An agent without a cluster: dials, says hello, acknowledges what it is sent and reports it healthy, answers pings and sends its
/// own, and dials again as the real one does. What it holds is kept over sessions, as the real one's is in its cluster.
/// </summary>
internal sealed class LightAgent(FleetAgent credential, LightDialler dialler, FleetLedger ledger)
{
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(60);
    private static readonly ClusterInfo Cluster = new("v1.36.2", ["gateway-api", "metrics"]);

    private readonly Dictionary<string, IntentStamp> _held = new(StringComparer.Ordinal);
    private WebSocketFrames? _frames;
    private WelcomeFrame? _welcome;
    private Task _pinging = Task.CompletedTask;
    private long _pingedAt;
    private long _pings;

    /// <summary>The plane and its bootstrap token.</summary>
    public FleetAgent Credential => credential;

    /// <summary>The certificate it shows; null until it has enrolled.</summary>
    public SslStreamCertificateContext? Identity { get; set; }

    /// <summary>Dials again and again until cancelled.</summary>
    public async Task RunAsync(TimeSpan firstDialAfter, CancellationToken ct)
    {
        var redial = new Redial();
        var wait = firstDialAfter;
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(wait, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested)
            {
                return;
            }

            wait = redial.After(await AttemptAsync(redial.WasRefused, ct));
            ledger.Paused(wait);
        }
    }

    /// <summary>Pings when it is time to, and gives up a connection that has been silent for two heartbeats. Never waits.</summary>
    public void Tick()
    {
        if (_frames is not { } frames || _welcome is not { } welcome)
        {
            return;
        }

        var heartbeat = TimeSpan.FromSeconds(welcome.HeartbeatSeconds);
        if (TimeProvider.System.GetElapsedTime(frames.LastHeard) > heartbeat * 2)
        {
            frames.Abort();
        }
        else if (_pinging.IsCompleted && TimeProvider.System.GetElapsedTime(_pingedAt) >= heartbeat)
        {
            _pingedAt = TimeProvider.System.GetTimestamp();
            _pinging = PingAsync(frames);
        }
    }

    private async Task<Attempt> AttemptAsync(bool refusedBefore, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(DialTimeout);
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var answer = await dialler.DialAsync(Identity!, limit.Token);
            if (answer.Frames is { } frames)
            {
                using (frames)
                {
                    limit.CancelAfter(Timeout.InfiniteTimeSpan);
                    return await HoldAsync(frames, started, ct);
                }
            }

            if (answer.IsRefusal)
            {
                ledger.Refused(refusedBefore);
                return new Attempt(Welcome: null, Refused: true, answer.RetryAfter);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException or WebSocketException)
        {
            // Counted below.
        }

        ledger.Failed(limit.IsCancellationRequested && !ct.IsCancellationRequested);
        return new Attempt(null, Refused: false, null);
    }

    private async Task<Attempt> HoldAsync(WebSocketFrames frames, long started, CancellationToken ct)
    {
        TimeSpan? retryAfter = null;
        try
        {
            await frames.WriteAsync(new HelloFrame(credential.Plane, "0.1.0", 1, Cluster, IntentDigest.Of(_held.Values)), ct);
            while (await frames.ReadAsync(ct) is FrameReading.Understood understood)
            {
                if (understood.Frame is WelcomeFrame welcome)
                {
                    (_frames, _pingedAt, _welcome) = (frames, TimeProvider.System.GetTimestamp(), welcome);
                    ledger.Welcomed(TimeProvider.System.GetElapsedTime(started));
                }

                retryAfter = (understood.Frame as GoodbyeFrame)?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : retryAfter;
                await AnswerAsync(frames, understood.Frame, ct);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Cut off: the next dial follows.
        }

        var opened = _welcome;
        (_frames, _welcome) = (null, null);
        if (opened is null)
        {
            ledger.Failed(timedOut: false);
        }
        else
        {
            ledger.Left();
        }

        return new Attempt(opened, Refused: false, retryAfter);
    }

    private Task AnswerAsync(WebSocketFrames frames, Frame frame, CancellationToken ct) => frame switch
    {
        PingFrame ping => frames.WriteAsync(new PongFrame(ping.Number), ct),
        CompareFrame => CompareAsync(frames, ct),
        IntentFrame intent => StoreAsync(frames, intent.Jws, ct),
        RemoveFrame remove => ForgetAsync(frames, remove, ct),
        _ => Task.CompletedTask,
    };

    private Task CompareAsync(WebSocketFrames frames, CancellationToken ct)
    {
        ledger.Compared();
        return frames.WriteAsync(new InventoryFrame([.. _held.Values.OrderBy(stamp => stamp.Id, StringComparer.Ordinal)]), ct);
    }

    private async Task StoreAsync(WebSocketFrames frames, string text, CancellationToken ct)
    {
        var stamp = Stamp(text);
        _held[stamp.Id] = stamp;
        await frames.WriteAsync(new AckFrame(stamp.Id, stamp.Generation, AckOutcome.Stored, [], stamp.Hash), ct);
        ledger.Acknowledged();
        var status = new IntentStatus { Phase = IntentPhase.Healthy, ObservedGeneration = stamp.Generation, RunningGeneration = stamp.Generation };
        await frames.WriteAsync(new StatusFrame([new IntentStatusReport(stamp.Id, status)]), ct);
    }

    private async Task ForgetAsync(WebSocketFrames frames, RemoveFrame remove, CancellationToken ct)
    {
        _held.Remove(remove.Id);
        await frames.WriteAsync(new AckFrame(remove.Id, remove.Generation, AckOutcome.Stored, []), ct);
        ledger.Acknowledged();
        await frames.WriteAsync(new StatusFrame([new IntentStatusReport(remove.Id, null)]), ct);
    }

    // The storm is about the server; who wonders whether signatures are checked looks at the real agent's tests.
    private static IntentStamp Stamp(string text)
    {
        if (!CompactJws.TryParse(text, out var jws, out var refusal))
        {
            throw new InvalidDataException($"the server sent no JWS: {refusal}");
        }

        using var document = JsonDocument.Parse(jws.Payload);
        var metadata = document.RootElement.GetProperty("metadata");
        return new IntentStamp(
            metadata.GetProperty("id").GetString()!, metadata.GetProperty("generation").GetInt64(), IntentDigest.OfPayload(jws.Payload.Span));
    }

    private async Task PingAsync(WebSocketFrames frames)
    {
        try
        {
            await frames.WriteAsync(new PingFrame(++_pings), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The reader notices the same.
        }
    }
}
