using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class AcknowledgedByStubSurvivesTests
{
    [Fact]
    public void What_is_held_is_well() => Assert.Null(Accepted(Held(2, "h2", 1)).Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void Something_newer_is_well() => Assert.Null(Accepted(Held(3, "h3", 2)).Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void What_was_accepted_while_the_store_was_read_may_be_missing_in_it() => Assert.Null(
        Tale.Of(new IntentAccepted("a", 1), new IntentAccepted("a", 2), new StubHolds(1, [Held(1, "", 0)]))
            .Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void What_was_removed_may_be_forgotten() =>
        Assert.Null(Tale.Of(new IntentAccepted("a", 1), new RemovalAccepted("a", 2), new StubHolds(2, []))
            .Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void What_is_missing_is_found() => Assert.Contains("knows nothing", Accepted().Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void A_generation_that_fell_is_found() =>
        Assert.Contains("holds generation 1", Accepted(Held(1, "h1", 1)).Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void Other_content_is_found() =>
        Assert.Contains("other content", Accepted(Held(2, "hx", 1)).Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void An_answer_that_was_lost_is_found() =>
        Assert.Contains("the answer to generation 1", Accepted(Held(2, "h2", 0)).Breaks<AcknowledgedByStubSurvives>());

    [Fact]
    public void A_number_given_twice_is_found() => Assert.Contains(
        "two contents", Tale.Of(new IntentAccepted("a", 1, "h"), new IntentAccepted("a", 1, "x")).Breaks<AcknowledgedByStubSurvives>());

    private static Tale Accepted(params HeldByStub[] held) => Tale.Of(
        new IntentAccepted("a", 1, "h1"), new AckKept("a", 1, AckOutcome.Stored), new IntentAccepted("a", 2, "h2"), new StubHolds(3, held));

    private static HeldByStub Held(long generation, string hash, long ack) => new("a", generation, hash, false, ack, null);
}
