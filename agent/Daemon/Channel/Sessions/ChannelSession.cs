using System.Net.WebSockets;
using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Session;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// One session over one connection: hello, welcome, then reading, writing, storing, reporting and the heartbeat side by side. The
/// first of them to end decides how; then everything stops, the server is told, and the connection is closed within a time limit.
/// </summary>
internal sealed class ChannelSession : IDisposable
{
    private readonly WebSocketFrames _frames;
    private readonly ChannelPorts _ports;
    private readonly ChannelOptions _options;
    private readonly ChannelMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<SessionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AgentSessionRules _rules = new();
    private readonly SessionWriter _writer;
    private readonly HeldIntents _held;
    private readonly SessionReader _reader;

    public ChannelSession(
        WebSocketFrames frames,
        ChannelPorts ports,
        ChannelOptions options,
        ChannelMetrics metrics,
        TimeProvider timeProvider,
        ILogger logger)
    {
        (_frames, _ports, _options, _metrics, _time, _logger) = (frames, ports, options, metrics, timeProvider, logger);
        _writer = new SessionWriter(frames, _rules, options, metrics, timeProvider);
        _held = new HeldIntents(ports.Intake, logger);
        _reader = new SessionReader(
            frames, _rules, _writer, _held, ports, options, metrics, timeProvider, logger, GuardAsync, _ending.Token);
    }

    /// <summary>The server's welcome; null when there was none.</summary>
    public WelcomeFrame? Welcome => _rules.Welcome;

    /// <summary>Runs the session to its end. Never throws.</summary>
    /// <param name="follows">Id of the session before, if there was one.</param>
    /// <param name="stopReason">Asked when <paramref name="stopping"/> is cancelled: what to say.</param>
    /// <param name="stopping">Ends the session with a goodbye.</param>
    public async Task<SessionEnd> RunAsync(string? follows, Func<GoodbyeReason> stopReason, CancellationToken stopping)
    {
        using var stop = stopping.Register(() => _end.TrySetResult(SessionEnd.Stopping(stopReason())));
        Task[] work =
        [
            GuardAsync(() => _reader.RunAsync(End)),
            GuardAsync(() => _writer.RunAsync(_ending.Token)),
            GuardAsync(() => GreetAndWatchAsync(follows)),
            GuardAsync(ReportAsync),
            GuardAsync(RenewAsync),
        ];
        var end = await _end.Task;
        await _ending.CancelAsync();
        await CloseAsync(end, work[0]);
        await Task.WhenAll(work);
        await _reader.StoppedAsync();
        _metrics.Ended(end.Cause);
        return end;
    }

    public void Dispose()
    {
        _frames.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        _ending.Dispose();
    }

    private void End(SessionEnd end) => _end.TrySetResult(end);

    private async Task GreetAndWatchAsync(string? follows)
    {
        if (!await TryGreetAsync(follows)) return;
        if (await TryWelcomeAsync() is not { } welcome) return;
        Open(welcome);
        var heartbeat = new HeartbeatMonitor(TimeSpan.FromSeconds(welcome.HeartbeatSeconds), () => _reader.LastHeard, _time);
        _reader.Ponged = pong =>
        {
            if (heartbeat.RoundTrip(pong) is { } time) _metrics.RoundTrip(time);
        };
        await heartbeat.UntilLostAsync(_writer.Post, _ending.Token);
        End(new(EndCause.HeartbeatLost));
    }

    private async Task<bool> TryGreetAsync(string? follows)
    {
        try
        {
            var held = await _held.ReadAsync(_ending.Token).WaitAsync(_options.HandshakeTimeout, _time, _ending.Token);
            await _writer.WriteAsync(new HelloFrame(
                _options.AgentId, _options.AgentVersion, ProtocolLimits.Version, _ports.Cluster.Current, IntentDigest.Of(held),
                follows is null ? null : new ResumeInfo(follows), _ports.Identity.TrustVersion, _options.ObserveUrl?.AbsoluteUri));
            return true;
        }
        catch (Exception e) when (e is IntakeUnavailableException or TimeoutException)
        {
            ChannelLog.InventoryUnavailable(_logger, e);
            End(new(EndCause.InventoryUnavailable, CloseCode: CloseCodes.GoingAway));
            return false;
        }
    }

    private async Task<WelcomeFrame?> TryWelcomeAsync()
    {
        try
        {
            return await _reader.Welcomed.WaitAsync(_options.HandshakeTimeout, _time, _ending.Token);
        }
        catch (TimeoutException)
        {
            var error = new ErrorFrame(
                ErrorCode.WrongOrder, $"welcome must come within {_options.HandshakeTimeout.TotalSeconds} s of hello");
            End(SessionEnd.Violation(error) with { Cause = EndCause.NotWelcomed });
            return null;
        }
    }

    private void Open(WelcomeFrame welcome)
    {
        _metrics.Opened();
        ChannelLog.Welcomed(_logger, PeerText.Printable(welcome.SessionId), welcome.Window, welcome.HeartbeatSeconds);
        if (!welcome.SigningKeys.Any(key => _ports.ControlPlane.Trust.Keys.Has(key.Kid))) ChannelLog.NoPinnedKey(_logger);
        var skew = (welcome.ServerTime - _time.GetUtcNow()).Duration();
        if (skew > TimeSpan.FromMinutes(1)) ChannelLog.ClockSkew(_logger, skew);
    }

    private async Task RenewAsync()
    {
        await _reader.Welcomed.WaitAsync(_ending.Token);
        await _reader.Renewals.RunAsync(_ending.Token);
    }

    private async Task ReportAsync()
    {
        await _reader.Welcomed.WaitAsync(_ending.Token);
        await foreach (var batch in _ports.Status.ReadAsync(ProtocolLimits.StatusBatch, _ending.Token))
        {
            foreach (var page in StatusPages.Of([.. batch.Where(entry => IntentStamp.IsId(entry.Id))])) await _writer.WriteAsync(page);
            await Task.Delay(_options.StatusInterval, _time, _ending.Token);
        }
        if (!_ending.IsCancellationRequested) throw new InvalidOperationException("The status feed ended while the session goes on.");
    }

    // The reader goes on until the server has closed too; a connection that is lost already is not waited for.
    private async Task CloseAsync(SessionEnd end, Task reading)
    {
        if (end.Cause is EndCause.HeartbeatLost) _frames.Abort();
        using var limit = new CancellationTokenSource(_options.CloseTimeout, _time);
        try
        {
            if (end.Error is { } error) await _frames.WriteAsync(error, limit.Token);
            if (end.Cause is not EndCause.Goodbye && end.Farewell is { } farewell) await _frames.WriteAsync(farewell, limit.Token);
            var code = end.Cause is EndCause.Goodbye ? null : end.CloseCode;
            await _frames.CloseAsync(code ?? CloseCodes.Normal, end.Cause.ToString(), limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Said what could be said; the connection is cut below.
        }
        _frames.Abort();
    }

    // Whatever ends one part of a session ends the session, and nothing ends the process.
    private async Task GuardAsync(Func<Task> part)
    {
        await Task.Yield();
        try
        {
            await part();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session is ending.
        }
        catch (WebSocketException)
        {
            End(new(EndCause.ConnectionLost));
        }
        catch (Exception e)
        {
            ChannelLog.SessionFailed(_logger, e);
            End(SessionEnd.Internal);
        }
    }
}
