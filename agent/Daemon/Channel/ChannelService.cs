using Microsoft.Extensions.Options;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Channel.Sessions;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>Keeps the agent connected to its control plane: dial, hold a session, wait, again. Runs while this agent leads.</summary>
internal sealed class ChannelService(
    IChannelDialler dialler,
    ChannelPorts ports,
    IOptions<ChannelOptions> options,
    ChannelMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider timeProvider,
    ILogger<ChannelService> logger)
{
    private readonly ChannelOptions _options = options.Value;
    private readonly ReconnectPolicy _policy = new(options.Value.ReconnectMin, options.Value.ReconnectMax);
    private volatile ChannelSession? _session;

    /// <summary>Whether a session is open now: the server has said welcome.</summary>
    public bool IsConnected => _session?.Welcome is not null;

    /// <summary>Runs until cancelled; then says goodbye and returns. Never throws, whatever the server does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var past = new Past(0, timeProvider.GetTimestamp(), null, null);
        while (!cancellationToken.IsCancellationRequested)
        {
            var (next, retryAfter) = await AttemptAsync(past, cancellationToken);
            past = next;
            if (cancellationToken.IsCancellationRequested) return;
            var delay = _policy.Delay(timeProvider.GetElapsedTime(past.Since), past.Pacing, retryAfter, ports.Chance());
            ChannelLog.Waiting(logger, past.Failures, delay);
            await Task.Delay(delay, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(Past Next, TimeSpan? RetryAfter)> AttemptAsync(Past past, CancellationToken cancellationToken)
    {
        try
        {
            ChannelLog.Dialling(logger, ports.ControlPlane.Server.Host);
            switch (await dialler.DialAsync(cancellationToken))
            {
                case DialResult.Connected(var frames):
                    metrics.Dialled(null);
                    return await HoldAsync(frames, past, cancellationToken);
                case DialResult.Failed failed:
                    metrics.Dialled(failed.Failure);
                    ChannelLog.DialFailed(logger, failed.Failure, failed.Detail);
                    return (past with { Failures = past.Failures + 1 }, failed.RetryAfter);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's loop ends.
        }
        catch (Exception e)
        {
            ChannelLog.DialDefect(logger, e);
        }
        return (past with { Failures = past.Failures + 1 }, null);
    }

    private async Task<(Past Next, TimeSpan? RetryAfter)> HoldAsync(WebSocketFrames frames, Past past, CancellationToken cancellationToken)
    {
        using var session = new ChannelSession(frames, ports, _options, metrics, timeProvider, logger);
        _session = session;
        var end = await session.RunAsync(past.SessionId, StopReason, cancellationToken);
        _session = null;
        var id = session.Welcome is { } w ? PeerText.Printable(w.SessionId) : null;
        if (end.Farewell?.Reason is GoodbyeReason.Revoked or GoodbyeReason.Expired) ports.Identity.Refused();
        ChannelLog.Ended(logger, id, end.Cause, end.Farewell?.Reason, end.CloseCode);
        return (past.After(session.Welcome, end, timeProvider.GetTimestamp()), end.RetryAfter);
    }

    private GoodbyeReason StopReason() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? GoodbyeReason.ShuttingDown : GoodbyeReason.NotLeader;

    /// <summary>What attempts so far mean for the next one.</summary>
    /// <param name="Failures">Attempts since the last good one.</param>
    /// <param name="Since">When that ended, or the first was made, as a timestamp.</param>
    /// <param name="Pacing">Bounds the server last gave.</param>
    /// <param name="SessionId">The last session.</param>
    private sealed record Past(int Failures, long Since, ReconnectPacing? Pacing, string? SessionId)
    {
        // Only a welcome proves that dialling works, and only an end that will not repeat itself that dialling again at once is wise.
        public Past After(WelcomeFrame? welcome, SessionEnd end, long now)
        {
            var wasGood = welcome is not null && !end.IsLikelyToRepeat;
            return new Past(
                wasGood ? 1 : Failures + 1,
                wasGood ? now : Since,
                welcome is null ? Pacing : welcome.Reconnect,
                welcome?.SessionId ?? SessionId);
        }
    }
}
