using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Tests.Connections;

/// <summary>Which component a host is.</summary>
public sealed class NeighbourhoodTests
{
    private static readonly Neighbourhood _shop = new(
        new BindingKey("acme", "storefront-system", "backend", "staging"),
        [new("storefront-system", "backend"), new("storefront-system", "data-base"), new("payments", "gateway"), new("payroll", "gateway"), new("payments", "ledger")],
        Declared: null);

    [Theory]
    [InlineData("data-base", "storefront-system/data-base")]
    [InlineData("data-base-staging", "storefront-system/data-base")]
    [InlineData("backend", "storefront-system/backend")]
    [InlineData("data-base-development", null)]
    [InlineData("ledger", null)]
    [InlineData("redis", null)]
    // As other clusters call it, of whichever environment: the agent leads to the one of the own environment.
    [InlineData("data-base-development.dp-acme-storefron-development-e51b7a18.svc.cluster.local", "storefront-system/data-base")]
    [InlineData("data-base-pre-prod.dp-acme-storefront-system-pre-prod-e51b7a18", "storefront-system/data-base")]
    [InlineData("later-development.dp-acme-storefron-development-e51b7a18.svc", "storefront-system/later")]
    [InlineData("data-base.dp-acme-storefront-system-staging-e51b7a18.svc", "storefront-system/data-base")]
    [InlineData("ledger-staging.dp-acme-paym-staging-e51b7a18", "payments/ledger")]
    [InlineData("ledger.dp-acme-payments-staging-e51b7a18", "payments/ledger")]
    // Two projects begin so.
    [InlineData("gateway-staging.dp-acme-pay-staging-e51b7a18", null)]
    [InlineData("ledger-staging.dp-other-payments-staging-e51b7a18", null)]
    [InlineData("data-base.example.com", null)]
    [InlineData("data-base.dp-acme-storefront-system-staging-e51b7a18.example.com", null)]
    public void A_host_is_a_component(string host, string? expected) =>
        Assert.Equal(expected, _shop.Find(host) is { } found ? $"{found.Project}/{found.Component}" : null);
}
