using Pdp.Daemon.Identity;

namespace Pdp.Daemon.Tests.Identity;

public sealed class IdentityDecisionTests
{
    private static readonly AgentIdentity _enrolled = new() { PlaneId = "eu-1", Key = "k", Certificate = "c", TokenSha256 = "t-1" };

    [Theory]
    [InlineData(false, false, IdentityDecision.Dial)]
    [InlineData(true, false, IdentityDecision.Renew)]
    [InlineData(false, true, IdentityDecision.Renew)]
    [InlineData(true, true, IdentityDecision.Renew)]
    internal void With_a_certificate_it_is_the_certificate_that_counts(bool isExpired, bool isRefused, IdentityDecision decision)
    {
        Assert.Equal(decision, IdentityDecisions.For(_enrolled, "eu-1", "t-1", isExpired, isRefused));
        Assert.Equal(decision, IdentityDecisions.For(_enrolled, "eu-1", "t-2", isExpired, isRefused));
        Assert.Equal(decision, IdentityDecisions.For(_enrolled with { Pending = new("k", PendingKey.Renewal) }, "eu-1", "t-2", isExpired, isRefused));
    }

    [Fact]
    public void Without_one_or_with_one_of_another_plane_the_agent_enrols()
    {
        Assert.Equal(IdentityDecision.Enrol, IdentityDecisions.For(null, "eu-1", "t-1", false, false));
        Assert.Equal(IdentityDecision.Enrol, IdentityDecisions.For(new AgentIdentity { PlaneId = "eu-1" }, "eu-1", "t-1", false, false));
        Assert.Equal(IdentityDecision.Enrol, IdentityDecisions.For(_enrolled, "eu-2", "t-1", false, false));
    }

    [Fact]
    public void An_enrolment_that_is_under_way_is_ended_first() => Assert.Equal(
        IdentityDecision.Enrol, IdentityDecisions.For(_enrolled with { Pending = new("k", "t-2") }, "eu-1", "t-2", true, true));
}
