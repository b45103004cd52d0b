using Pdp.Protocol.Frames;

namespace Pdp.Protocol.Session;

/// <summary>
/// The agent's end of a session: which frames the server may send when, and how many without an answer. Knows nothing of sockets
/// and clocks. Safe for a reading and several writing threads.
/// </summary>
public sealed class AgentSessionRules
{
    private readonly Lock _lock = new();
    private WelcomeFrame? _welcome;
    private bool _greeted;
    private bool _challenged;
    private bool _comparing;
    private int _unacknowledged;
    private int _unanswered;
    private string? _renewal;

    /// <summary>The server's welcome; null until it came.</summary>
    public WelcomeFrame? Welcome
    {
        get { lock (_lock) return _welcome; }
    }

    /// <summary><c>intent</c> and <c>remove</c> frames not acknowledged yet.</summary>
    public int Unacknowledged
    {
        get { lock (_lock) return _unacknowledged; }
    }

    /// <summary>Judges a frame from the server and counts it. An error is a violation, told to the server, and ends the session.</summary>
    /// <returns>The rule it broke; null when it may come now.</returns>
    public ErrorFrame? Received(Frame frame)
    {
        lock (_lock)
        {
            return frame switch
            {
                ErrorFrame error => EndRenewal(error.About),
                PingFrame or PongFrame or GoodbyeFrame => null,
                ChallengeFrame or WelcomeFrame when !_greeted => WrongOrder(frame, "may only come after hello"),
                ChallengeFrame => Challenge(),
                WelcomeFrame welcome => TakeWelcome(welcome),
                CompareFrame or IntentFrame or RemoveFrame or AskFrame or RenewedFrame or TrustFrame or HintFrame when _welcome is null =>
                    WrongOrder(frame, "may only come after welcome"),
                IntentFrame or RemoveFrame => CountIntent(_welcome!.Window),
                AskFrame => CountAsk(),
                CompareFrame => BeginCompare(),
                RenewedFrame renewed when renewed.RequestId == _renewal => EndRenewal(renewed.RequestId),
                RenewedFrame => WrongOrder(frame, "answers nothing that was sent"),
                TrustFrame or HintFrame => null,
                _ => WrongOrder(frame, "is a frame only an agent sends"),
            };
        }
    }

    /// <summary>Counts a frame that this side sends: an answer frees what it answers.</summary>
    public void Sent(Frame frame)
    {
        lock (_lock)
        {
            if (frame is HelloFrame) _greeted = true;
            if (frame is AckFrame && _unacknowledged > 0) _unacknowledged--;
            if (frame is RenewFrame renew) _renewal = renew.RequestId;
            if (frame is AnswerFrame && _unanswered > 0) _unanswered--;
            if (frame is InventoryFrame { More: false }) _comparing = false;
        }
    }

    private ErrorFrame? EndRenewal(string requestId)
    {
        if (requestId == _renewal) _renewal = null;
        return null;
    }

    private ErrorFrame? Challenge()
    {
        if (_welcome is not null || _challenged) return new(ErrorCode.WrongOrder, "challenge may only come once, before welcome");
        _challenged = true;
        return null;
    }

    private ErrorFrame? TakeWelcome(WelcomeFrame welcome)
    {
        if (_welcome is not null) return new(ErrorCode.WrongOrder, "welcome may only come once");
        _welcome = welcome;
        return null;
    }

    private ErrorFrame? BeginCompare()
    {
        if (_comparing) return new(ErrorCode.WrongOrder, "compare may only come once the last inventory page of the one before was sent");
        _comparing = true;
        return null;
    }

    private ErrorFrame? CountIntent(int window) => ++_unacknowledged <= window
        ? null
        : new(ErrorCode.WindowExceeded, $"at most {window} intent and remove frames may be unacknowledged");

    private ErrorFrame? CountAsk() => ++_unanswered <= ProtocolLimits.Asks
        ? null
        : new(ErrorCode.WindowExceeded, $"at most {ProtocolLimits.Asks} ask frames may be unanswered");

    private static ErrorFrame WrongOrder(Frame frame, string rule) => new(ErrorCode.WrongOrder, $"{FrameCodec.NameOf(frame)} {rule}");
}
