using Pdp.Protocol.Frames;

namespace Pdp.Protocol.Session;

/// <summary>
/// The server's end of a session: which frames the agent may send when, and how much this side may have in flight. Knows nothing
/// of sockets and clocks. Safe for a reading and several writing threads.
/// </summary>
public sealed class ServerSessionRules
{
    private enum Step
    {
        AwaitsHello,
        Greeted,
        Challenged,
        Proved,
        Open,
    }

    private readonly Lock _lock = new();
    private Step _step;
    private int _window;
    private int _unacknowledged;
    private int _unanswered;
    private bool _comparing;
    private int _inventoried;
    private string _lastInventoried = "";
    private string? _renewal;
    private bool _trustSent;

    /// <summary>Whether <c>welcome</c> was sent.</summary>
    public bool IsOpen
    {
        get { lock (_lock) return _step == Step.Open; }
    }

    /// <summary>How many more <c>intent</c> and <c>remove</c> frames may be sent now.</summary>
    public int Room
    {
        get { lock (_lock) return Math.Max(0, _window - _unacknowledged); }
    }

    /// <summary>Judges a frame from the agent and counts it. An error is a violation, told to the agent, and ends the session.</summary>
    /// <returns>The rule it broke; null when it may come now.</returns>
    public ErrorFrame? Received(Frame frame)
    {
        lock (_lock)
        {
            return frame switch
            {
                PingFrame or PongFrame or ErrorFrame or GoodbyeFrame => null,
                HelloFrame when _step == Step.AwaitsHello => Advance(Step.Greeted),
                ProofFrame when _step == Step.Challenged => Advance(Step.Proved),
                HelloFrame or ProofFrame => WrongOrder(frame, "may not come now"),
                InventoryFrame or AckFrame or StatusFrame or AnswerFrame or RenewFrame or TrustedFrame when _step != Step.Open =>
                    WrongOrder(frame, "may only come after welcome"),
                InventoryFrame page => TakePage(page),
                AckFrame => Answered(ref _unacknowledged, frame),
                AnswerFrame => Answered(ref _unanswered, frame),
                StatusFrame => null,
                RenewFrame renew => BeginRenewal(renew),
                TrustedFrame => _trustSent ? null : WrongOrder(frame, "answers nothing that was sent"),
                _ => WrongOrder(frame, "is a frame only a server sends"),
            };
        }
    }

    /// <summary>Counts a frame that this side sends.</summary>
    /// <exception cref="InvalidOperationException">This side may not send it now: the caller's defect, not the peer's.</exception>
    public void Sent(Frame frame)
    {
        lock (_lock)
        {
            switch (frame)
            {
                case ChallengeFrame when _step == Step.Greeted:
                    _step = Step.Challenged;
                    break;
                case WelcomeFrame welcome when _step is Step.Greeted or Step.Proved:
                    (_step, _window) = (Step.Open, welcome.Window);
                    break;
                case CompareFrame when _step == Step.Open && !_comparing:
                    (_comparing, _inventoried, _lastInventoried) = (true, 0, "");
                    break;
                case IntentFrame or RemoveFrame when _unacknowledged < _window:
                    _unacknowledged++;
                    break;
                case AskFrame when _step == Step.Open && _unanswered < ProtocolLimits.Asks:
                    _unanswered++;
                    break;
                case RenewedFrame renewed when renewed.RequestId == _renewal:
                    _renewal = null;
                    break;
                case TrustFrame when _step == Step.Open:
                    _trustSent = true;
                    break;
                case HintFrame when _step == Step.Open:
                    break;
                case ErrorFrame error when error.About == _renewal:
                    _renewal = null;
                    break;
                case PingFrame or PongFrame or ErrorFrame or GoodbyeFrame:
                    break;
                default:
                    throw new InvalidOperationException($"A server may not send {FrameCodec.NameOf(frame)} now.");
            }
        }
    }

    private ErrorFrame? BeginRenewal(RenewFrame renew)
    {
        if (_renewal is not null) return new(ErrorCode.WindowExceeded, "at most 1 renew frame may be unanswered");
        _renewal = renew.RequestId;
        return null;
    }

    private ErrorFrame? Advance(Step step)
    {
        _step = step;
        return null;
    }

    // The pages of one comparison are one list: ordered across its pages and bounded as a whole.
    private ErrorFrame? TakePage(InventoryFrame page)
    {
        if (!_comparing) return WrongOrder(page, "may only come after compare");
        if (page.Items.Count > 0 && string.CompareOrdinal(page.Items[0].Id, _lastInventoried) <= 0)
            return new(ErrorCode.BadField, "inventory.items: must be ordered by id across pages, each once");
        _inventoried += page.Items.Count;
        if (_inventoried > ProtocolLimits.IntentsPerPlane)
            return new(ErrorCode.TooLarge, $"an inventory must have at most {ProtocolLimits.IntentsPerPlane} items");
        if (page.Items.Count == 0 && page.More) return new(ErrorCode.BadField, "inventory.items: must not be empty when more follows");
        if (page.Items.Count > 0) _lastInventoried = page.Items[^1].Id;
        _comparing = page.More;
        return null;
    }

    private static ErrorFrame? Answered(ref int outstanding, Frame frame)
    {
        if (outstanding == 0) return WrongOrder(frame, "answers nothing that was sent");
        outstanding--;
        return null;
    }

    private static ErrorFrame WrongOrder(Frame frame, string rule) => new(ErrorCode.WrongOrder, $"{FrameCodec.NameOf(frame)} {rule}");
}
