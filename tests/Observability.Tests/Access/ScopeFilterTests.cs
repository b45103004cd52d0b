using Pdp.Observability.Access;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Access;

public sealed class ScopeFilterTests
{
    [Fact]
    public void What_is_opened_is_narrowed_to_what_was_asked()
    {
        var opened = Of(new PlaneScope(Environment: "production", Component: "web"), new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop"));

        Assert.Equal([new PlaneScope("acme", "shop", "production", "web")], opened);
    }

    [Fact]
    public void Another_verb_opens_nothing() =>
        Assert.Empty(Of(PlaneScope.All, new ObservabilityScope([ObservabilityVerb.Metrics])));

    [Fact]
    public void What_is_outside_every_scope_is_not_opened() =>
        Assert.Empty(Of(
            new PlaneScope(Organization: "other"),
            new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop"),
            new ObservabilityScope([ObservabilityVerb.Logs], "umbrella")));

    [Fact]
    public void A_scope_within_another_is_told_once()
    {
        var opened = Of(
            PlaneScope.All,
            new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop", "production"),
            new ObservabilityScope([ObservabilityVerb.Logs], "acme"),
            new ObservabilityScope([ObservabilityVerb.Logs], "umbrella", "shop"));

        Assert.Equal([new PlaneScope("acme"), new PlaneScope("umbrella", "shop")], opened);
    }

    [Fact]
    public void A_scope_of_one_component_does_not_open_what_belongs_to_none() =>
        Assert.False(new PlaneScope("acme", "shop", Component: "web").Contains("acme", "shop", "production", null));

    private static IReadOnlyList<PlaneScope> Of(PlaneScope asked, params ObservabilityScope[] scopes) =>
        ScopeFilter.Of(new Caller(new ObservabilityClaims("alice", "plane-1", 0, 60, "t1", scopes)), ObservabilityVerb.Logs, asked);
}
