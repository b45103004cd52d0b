using Pdp.History.Events;
using Pdp.History.Invariants;
using Pdp.History.Tests.Support;

namespace Pdp.History.Tests.Invariants;

public sealed class AppliedInTheEndTests
{
    private static readonly StatusFacts _healthy = new("Healthy", 2, 2);

    [Fact]
    public void A_promise_that_was_kept_is_well() =>
        Assert.Null(Promised().Ends([new("a", 2, "h2", false, _healthy)]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void Nothing_is_said_of_a_history_that_has_not_settled() => Assert.Null(Promised().Breaks<AppliedInTheEnd>());

    [Fact]
    public void Nothing_is_said_of_what_was_asked_and_never_answered() =>
        Assert.Null(Promised().Then(new ChangeAsked("b")).Ends([new("a", 2, "h2", false, _healthy)], []).Breaks<AppliedInTheEnd>());

    [Theory]
    [InlineData("Waiting")]
    [InlineData("RolledBack")]
    [InlineData("Degraded")]
    [InlineData("Refused")]
    public void An_intent_may_come_to_rest_without_being_well(string phase) =>
        Assert.Null(Promised().Ends([new("a", 2, "h2", false, new StatusFacts(phase, 2, 1, 2))]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_generation_that_was_refused_need_not_be_held() => Assert.Null(
        Promised().Then(new AckSent("a", 2, AckOutcome.Refused)).Ends([new("a", 1, "h1", false, new StatusFacts("Healthy", 1, 1))])
            .Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_generation_that_must_not_be_refused_is_missed() => Assert.NotNull(
        Tale.Of(new IntentAccepted("a", 1, EndsIn: ["Healthy"]), new AckSent("a", 1, AckOutcome.Refused)).Ends([]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void What_is_newer_than_promised_will_do_when_its_answer_was_lost() => Assert.Null(
        Promised().Ends([new("a", 3, "h3", false, new StatusFacts("Healthy", 3, 3))], [new("a", 3, "h3", false, 3, null)])
            .Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_promise_that_was_forgotten_is_found() =>
        Assert.Contains("does not hold the intent", Promised().Ends([]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void An_older_generation_is_not_what_was_promised() => Assert.Contains(
        "holds generation 1", Promised().Ends([new("a", 1, "h1", false, new StatusFacts("Healthy", 1, 1))]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void What_the_control_plane_holds_counts_even_when_nobody_was_told() => Assert.Contains(
        "generation 3 of a",
        Promised().Ends([new("a", 2, "h2", false, _healthy)], [new("a", 3, "h3", false, 2, null)]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void The_same_number_with_other_content_is_found() =>
        Assert.Contains("other content", Promised().Ends([new("a", 2, "hx", false, _healthy)]).Breaks<AppliedInTheEnd>());

    [Theory]
    [InlineData("Progressing", 2, "still Progressing")]
    [InlineData("Healthy", 1, "only worked on generation 1")]
    public void An_intent_that_is_not_at_rest_is_found(string phase, long observed, string message) => Assert.Contains(
        message, Promised().Ends([new("a", 2, "h2", false, new StatusFacts(phase, observed))]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void An_intent_that_ends_otherwise_than_it_may_is_found() => Assert.Contains(
        "ended RolledBack, not Healthy",
        Tale.Of(new IntentAccepted("a", 2, EndsIn: ["Healthy"])).Ends([new("a", 2, "", false, new StatusFacts("RolledBack", 2, 1, 2))])
            .Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_removal_leaves_nothing() => Assert.Null(Removed().Ends([], [], []).Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_removal_that_left_the_intent_is_found() =>
        Assert.Contains("still holds", Removed().Ends([new("a", 2, "h2", true, _healthy)]).Breaks<AppliedInTheEnd>());

    [Fact]
    public void A_removal_that_left_an_object_is_found() =>
        Assert.Contains("o is still there", Removed().Ends([], [], [new("o", "a")]).Breaks<AppliedInTheEnd>());

    private static Tale Promised() => Tale.Of(new IntentAccepted("a", 1, "h1"), new IntentAccepted("a", 2, "h2"));

    private static Tale Removed() => Promised().Then(new RemovalAccepted("a", 3));
}
