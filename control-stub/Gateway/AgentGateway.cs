using Pdp.ControlStub.Gateway.Admission;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>Lets connections in while there is room, and sees them out when the process stops.</summary>
internal sealed class AgentGateway(
    SessionContext context, Func<WebSocketFrames, Introduction> introduce, DialBudget dials, AdmissionQueue line, ReturnSlots slots,
    ILoggerFactory loggers)
    : IDisposable
{
    /// <summary>Seconds after which a stopping server may be there again.</summary>
    private const int RestartSeconds = 1;

    /// <summary>Seconds over which agents come back after a restart, at least.</summary>
    private const int LeastSpreadSeconds = 4;

    /// <summary>Seconds after which a full server may have room again, and over which those who ask are spread.</summary>
    private const int FullSeconds = 30;

    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<AgentSession>();
    private readonly CancellationTokenSource _introductions = new();
    private volatile bool _stopping;

    /// <summary>Decides before the credential is looked at: whether there is room at all.</summary>
    public DialAnswer Room()
    {
        if (_stopping)
            return new DialAnswer(StatusCodes.Status503ServiceUnavailable, "The control plane is being stopped.", AfterRestart());
        return context.Directory.Count >= context.Options.MaxSessions
            ? new DialAnswer(
                StatusCodes.Status503ServiceUnavailable, "The control plane serves as many agents as it may.", Jitter(FullSeconds, FullSeconds))
            : DialAnswer.Welcome;
    }

    /// <summary>Decides about a plane that found the line too long: let in if it was told to come back, otherwise told when to.</summary>
    public DialAnswer Late(string plane) => slots.Redeem(plane)
        ? DialAnswer.Welcome
        : new DialAnswer(
            StatusCodes.Status503ServiceUnavailable, "Too many agents dial at once.", slots.Reserve(plane, line.Waiting, line.PerSecond));

    /// <summary>Decides whether a plane may dial now.</summary>
    public DialAnswer Pace(string plane) => dials.Spend(plane) is { } wait
        ? new DialAnswer(StatusCodes.Status429TooManyRequests, "This plane dials too often.", wait)
        : DialAnswer.Welcome;

    /// <summary>Serves a connection on which no certificate was shown: hears who it is first.</summary>
    /// <param name="frames">The connection.</param>
    /// <param name="turn">Its turn at the handshake, over when it is welcome.</param>
    public async Task IntroduceAsync(WebSocketFrames frames, Turn? turn)
    {
        if (await introduce(frames).RunAsync(_introductions.Token) is not { } introduced)
        {
            frames.Dispose();
            return;
        }

        if (Admit(introduced.Credential.Plane, turn) is { Status: not 0 } later)
        {
            await Farewell.PartAsync(frames, SessionEnd.By(GoodbyeReason.Overloaded, later.RetryAfter.TotalSeconds), null, context.Time);
            frames.Dispose();
            return;
        }

        await new AgentSession(introduced, frames, context, _logger) { Greeted = () => turn?.Dispose() }.RunAsync();
    }

    /// <summary>Decides whether a plane that has shown who it is goes on: how often it dials, and whether the line was too long for it.</summary>
    public DialAnswer Admit(string plane, Turn? turn)
    {
        var paced = Pace(plane);
        return paced.Status == 0 && turn is { IsLate: true } ? Late(plane) : paced;
    }

    /// <summary>Serves a connection until it ends.</summary>
    /// <param name="credential">What the agent dialled with.</param>
    /// <param name="frames">The connection.</param>
    /// <param name="turn">Its turn at the handshake, over when it is welcome.</param>
    public Task ServeAsync(Credential credential, WebSocketFrames frames, Turn? turn) =>
        new AgentSession(credential, frames, context, _logger) { Greeted = () => turn?.Dispose() }.RunAsync();

    /// <summary>Says goodbye to everybody and waits for them to go, not longer than a few seconds.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await _introductions.CancelAsync();
        foreach (var session in context.Directory.All)
            session.End(SessionEnd.By(GoodbyeReason.ShuttingDown, AfterRestart().TotalSeconds));
        using var limit = new CancellationTokenSource(_stopLimit, context.Time);
        while (context.Directory.Count > 0 && !limit.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), context.Time, CancellationToken.None);
    }

    public void Dispose() => _introductions.Dispose();

    // Spread over half the time that letting all of them in is thought to take: the rest they spend in line, where they cost next to nothing,
    // and the processors never wait for agents, also where they are faster than thought.
    private TimeSpan AfterRestart() => Jitter(RestartSeconds, Math.Max(LeastSpreadSeconds, context.Directory.Count / line.PerSecond / 2));

    private TimeSpan Jitter(double least, double spread) => TimeSpan.FromSeconds(least + (context.Chance() * spread));
}

/// <summary>Whether a dial goes on.</summary>
/// <param name="Status">The HTTP status it is turned away with; 0 when it goes on.</param>
/// <param name="Message">Why.</param>
/// <param name="RetryAfter">When to try again.</param>
internal sealed record DialAnswer(int Status, string Message, TimeSpan RetryAfter)
{
    public static DialAnswer Welcome { get; } = new(0, "", TimeSpan.Zero);
}
