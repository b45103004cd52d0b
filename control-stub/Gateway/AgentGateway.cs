using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>Lets connections in while there is room, and sees them out when the process stops.</summary>
internal sealed class AgentGateway(SessionContext context, DialBudget dials, ILoggerFactory loggers)
{
    /// <summary>Seconds after which an overloaded or stopping server is worth another try, at least.</summary>
    private const int LeastRetrySeconds = 1;

    private const int MostRetrySeconds = 5;

    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(5);

    private volatile bool _stopping;

    /// <summary>Decides before the credential is looked at: whether there is room at all.</summary>
    public DialAnswer Room()
    {
        if (_stopping)
            return new DialAnswer(StatusCodes.Status503ServiceUnavailable, "The control plane is being stopped.", Jitter());
        return context.Directory.Count >= context.Options.MaxSessions || context.Directory.Handshakes >= context.Options.MaxHandshakes
            ? new DialAnswer(StatusCodes.Status503ServiceUnavailable, "The control plane serves as many agents as it may.", Jitter())
            : DialAnswer.Welcome;
    }

    /// <summary>Decides whether a plane may dial now.</summary>
    public DialAnswer Pace(string plane) => dials.Spend(plane) is { } wait
        ? new DialAnswer(StatusCodes.Status429TooManyRequests, "This plane dials too often.", wait)
        : DialAnswer.Welcome;

    /// <summary>Serves a connection until it ends.</summary>
    public Task ServeAsync(string plane, WebSocketFrames frames) =>
        new AgentSession(plane, frames, context, loggers.CreateLogger<AgentSession>()).RunAsync();

    /// <summary>Says goodbye to everybody and waits for them to go, not longer than a few seconds.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        foreach (var session in context.Directory.All)
            session.End(SessionEnd.By(GoodbyeReason.ShuttingDown, Jitter().TotalSeconds));
        using var limit = new CancellationTokenSource(_stopLimit, context.Time);
        while (context.Directory.Count > 0 && !limit.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), context.Time, CancellationToken.None);
    }

    // Spread out, so that a restart is not answered by all agents in the same instant.
    private TimeSpan Jitter() =>
        TimeSpan.FromSeconds(LeastRetrySeconds + (context.Chance() * (MostRetrySeconds - LeastRetrySeconds)));
}

/// <summary>Whether a dial goes on.</summary>
/// <param name="Status">The HTTP status it is turned away with; 0 when it goes on.</param>
/// <param name="Message">Why.</param>
/// <param name="RetryAfter">When to try again.</param>
internal sealed record DialAnswer(int Status, string Message, TimeSpan RetryAfter)
{
    public static DialAnswer Welcome { get; } = new(0, "", TimeSpan.Zero);
}
