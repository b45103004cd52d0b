using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Session;
using Pdp.Protocol.Tests.Frames;

namespace Pdp.Protocol.Tests.Session;

public sealed class SessionRulesTests
{
    private static readonly WelcomeFrame _welcome = SampleFrames.All.OfType<WelcomeFrame>().Single() with { Window = 2 };
    private static readonly HelloFrame _hello = SampleFrames.All.OfType<HelloFrame>().Single();
    private static readonly Frame[] _fromEither = [new PingFrame(1), new PongFrame(1), new ErrorFrame(ErrorCode.Internal, ""), new GoodbyeFrame(GoodbyeReason.Overloaded)];

    private static readonly string[] _ofServers = ["welcome", "challenge", "compare", "intent", "remove", "ask", "renewed", "trust"];
    private static readonly string[] _ofAgents = ["hello", "proof", "inventory", "ack", "status", "answer", "renew", "trusted"];

    [Fact]
    public void Each_side_refuses_what_only_the_other_way_is_sent()
    {
        foreach (var frame in SampleFrames.All.Except(_fromEither, ReferenceEqualityComparer.Instance).Cast<Frame>())
        {
            var name = FrameCodec.NameOf(frame);
            if (_ofAgents.Contains(name)) Assert.Equal($"{name} is a frame only an agent sends", Agent(open: true).Received(frame)?.About);
            if (_ofServers.Contains(name)) Assert.Equal($"{name} is a frame only a server sends", Server(open: true).Received(frame)?.About);
        }
    }

    [Fact]
    public void What_either_side_may_send_may_come_at_any_time() => Assert.All(_fromEither, frame =>
    {
        Assert.Null(Agent(open: false).Received(frame));
        Assert.Null(Agent(open: true).Received(frame));
        Assert.Null(Server(open: false).Received(frame));
        Assert.Null(Server(open: true).Received(frame));
    });

    [Fact]
    public void Before_welcome_an_agent_takes_no_work() => Assert.All(
        SampleFrames.All.Where(frame => FrameCodec.NameOf(frame) is "compare" or "intent" or "remove" or "ask" or "renewed" or "trust"),
        frame => Assert.Equal(ErrorCode.WrongOrder, Agent(open: false).Received(frame)?.Code));

    [Fact]
    public void Before_welcome_a_server_takes_no_reports() => Assert.All(
        SampleFrames.All.Where(frame => FrameCodec.NameOf(frame) is "inventory" or "ack" or "status" or "answer" or "renew" or "trusted"),
        frame => Assert.Equal(ErrorCode.WrongOrder, Server(open: false).Received(frame)?.Code));

    [Fact]
    public void Nothing_is_welcomed_before_it_said_hello()
    {
        Assert.Equal(ErrorCode.WrongOrder, new AgentSessionRules().Received(_welcome)?.Code);
        Assert.Throws<InvalidOperationException>(() => new ServerSessionRules().Sent(_welcome));
    }

    [Fact]
    public void The_handshake_happens_once()
    {
        Assert.Equal(ErrorCode.WrongOrder, Agent(open: true).Received(_welcome)?.Code);
        Assert.Equal(ErrorCode.WrongOrder, Agent(open: true).Received(new ChallengeFrame(new string('n', 22)))?.Code);
        Assert.Equal(ErrorCode.WrongOrder, Server(open: true).Received(_hello)?.Code);
        Assert.Equal(ErrorCode.WrongOrder, Server(open: true).Received(new ProofFrame("c", "s"))?.Code);
    }

    [Fact]
    public void A_challenge_is_proved_before_the_welcome()
    {
        var server = new ServerSessionRules();
        Assert.Null(server.Received(_hello));
        server.Sent(new ChallengeFrame(new string('n', 22)));
        Assert.Throws<InvalidOperationException>(() => server.Sent(_welcome));
        Assert.Null(server.Received(new ProofFrame("c", "s")));
        server.Sent(_welcome);

        Assert.True(server.IsOpen);
    }

    [Fact]
    public void The_window_bounds_what_is_unacknowledged_on_both_ends()
    {
        var (agent, server) = (Agent(open: true), Server(open: true));
        foreach (var frame in new Frame[] { new IntentFrame("j"), new RemoveFrame("a", 1, "j") })
        {
            server.Sent(frame);
            Assert.Null(agent.Received(frame));
        }

        Assert.Equal((0, 2), (server.Room, agent.Unacknowledged));
        Assert.Throws<InvalidOperationException>(() => server.Sent(new IntentFrame("j")));

        var ack = new AckFrame("a", 1, AckOutcome.Stored, []);
        agent.Sent(ack);
        Assert.Null(server.Received(ack));
        Assert.Equal((1, 1), (server.Room, agent.Unacknowledged));
        Assert.Null(agent.Received(new IntentFrame("j")));
        Assert.Equal(ErrorCode.WindowExceeded, agent.Received(new IntentFrame("j"))?.Code);
    }

    [Fact]
    public void One_renewal_is_asked_for_at_a_time_and_ends_with_its_answer_or_its_error()
    {
        var (agent, server) = (Agent(open: true), Server(open: true));
        foreach (var answer in new Frame[] { new RenewedFrame("r", "c"), new ErrorFrame(ErrorCode.WrongPlane, "r") })
        {
            agent.Sent(new RenewFrame("r", "csr"));
            Assert.Null(server.Received(new RenewFrame("r", "csr")));
            Assert.Equal(ErrorCode.WindowExceeded, server.Received(new RenewFrame("s", "csr"))?.Code);
            Assert.Equal(ErrorCode.WrongOrder, agent.Received(new RenewedFrame("other", "c"))?.Code);
            Assert.Throws<InvalidOperationException>(() => server.Sent(new RenewedFrame("other", "c")));

            server.Sent(answer);
            Assert.Null(agent.Received(answer));
            Assert.Equal(ErrorCode.WrongOrder, agent.Received(new RenewedFrame("r", "c"))?.Code);
            Assert.Throws<InvalidOperationException>(() => server.Sent(new RenewedFrame("r", "c")));
        }
    }

    [Fact]
    public void Trust_is_confirmed_once_it_was_sent()
    {
        var server = Server(open: true);
        Assert.Equal(ErrorCode.WrongOrder, server.Received(new TrustedFrame(1))?.Code);

        server.Sent(new TrustFrame(["jws"]));
        Assert.Null(server.Received(new TrustedFrame(1)));
        Assert.Throws<InvalidOperationException>(() => Server(open: false).Sent(new TrustFrame(["jws"])));
    }

    [Fact]
    public void An_answer_to_nothing_is_refused()
    {
        Assert.Equal(ErrorCode.WrongOrder, Server(open: true).Received(new AckFrame("a", 1, AckOutcome.Stored, []))?.Code);
        Assert.Equal(ErrorCode.WrongOrder, Server(open: true).Received(new AnswerFrame("q", null, "no"))?.Code);
    }

    [Fact]
    public void Questions_are_bounded_on_both_ends()
    {
        var (agent, server) = (Agent(open: true), Server(open: true));
        var ask = new AskFrame("q", AskKind.Resync);
        for (var n = 0; n < ProtocolLimits.Asks; n++)
        {
            server.Sent(ask);
            Assert.Null(agent.Received(ask));
        }

        Assert.Throws<InvalidOperationException>(() => server.Sent(ask));
        Assert.Equal(ErrorCode.WindowExceeded, agent.Received(ask)?.Code);
    }

    [Fact]
    public void An_inventory_comes_after_compare_in_ordered_pages_and_ends()
    {
        var server = Server(open: true);
        var (first, last) = (Page(true, "a", "b"), Page(false, "c"));
        Assert.Equal(ErrorCode.WrongOrder, server.Received(first)?.Code);

        server.Sent(new CompareFrame());
        Assert.Throws<InvalidOperationException>(() => server.Sent(new CompareFrame()));
        Assert.Null(server.Received(first));
        Assert.Equal(ErrorCode.BadField, server.Received(Page(true, "b", "c"))?.Code);
        Assert.Equal(ErrorCode.BadField, server.Received(Page(true))?.Code);
        Assert.Null(server.Received(last));
        Assert.Equal(ErrorCode.WrongOrder, server.Received(last)?.Code);

        server.Sent(new CompareFrame());
        Assert.Null(server.Received(Page(false)));
    }

    [Fact]
    public void An_inventory_is_bounded_as_a_whole()
    {
        var server = Server(open: true);
        server.Sent(new CompareFrame());
        for (var page = 0; page < ProtocolLimits.IntentsPerPlane / ProtocolLimits.InventoryPage; page++)
            Assert.Null(server.Received(Page(true, [.. Enumerable.Range(page * 1000, 1000).Select(i => $"i{i:D6}")])));

        Assert.Equal(ErrorCode.TooLarge, server.Received(Page(true, "z"))?.Code);
    }

    [Fact]
    public void A_comparison_ends_for_the_agent_with_its_last_page()
    {
        var agent = Agent(open: true);
        Assert.Null(agent.Received(new CompareFrame()));
        agent.Sent(Page(true, "a"));
        Assert.Equal(ErrorCode.WrongOrder, agent.Received(new CompareFrame())?.Code);
        agent.Sent(Page(false, "b"));

        Assert.Null(agent.Received(new CompareFrame()));
    }

    private static InventoryFrame Page(bool more, params string[] ids) => new([.. ids.Select(id => new IntentStamp(id, 1, SampleFrames.Hash))], more);

    private static AgentSessionRules Agent(bool open)
    {
        var rules = new AgentSessionRules();
        rules.Sent(_hello);
        if (open) Assert.Null(rules.Received(_welcome));
        return rules;
    }

    private static ServerSessionRules Server(bool open)
    {
        var rules = new ServerSessionRules();
        Assert.Null(rules.Received(_hello));
        if (open) rules.Sent(_welcome);
        return rules;
    }
}
