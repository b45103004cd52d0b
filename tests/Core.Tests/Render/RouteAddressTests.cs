using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render.Routes;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Render;

public sealed partial class RouteAddressTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly GatewayRule[] _gateways =
    [
        new("{environment}.{organization}.example.com"),
        new("{environment}.{organization}.example.com", "/{project}/{component}/{endpoint}") { EndpointHost = "{component}-{endpoint}-{hash}.example.com" },
        new("{component}-{endpoint}-{hash}.example.com", ""),
        new("apps.example.com", "/{organization}/{project}/{environment}/{component}/{endpoint}"),
    ];

    private static readonly Gen<(IntentMetadata Metadata, string Endpoint)> _endpoint =
        from metadata in AnyIntent.Metadata
        from endpoint in AnyIntent.Label
        select (metadata, endpoint);

    [Fact]
    public void No_two_endpoints_share_an_address() => Prop.ForAll(_endpoint.Two().ToArbitrary(), pair =>
    {
        var ((left, leftEndpoint), (right, rightEndpoint)) = pair;
        if (Place(left, leftEndpoint) == Place(right, rightEndpoint))
            return;
        foreach (var gateway in _gateways)
        {
            Assert.NotEqual(RouteAddress.Shared(gateway, left, leftEndpoint, "v1"), RouteAddress.Shared(gateway, right, rightEndpoint, "v1"));
            Assert.NotEqual(RouteAddress.Own(gateway, left, leftEndpoint, "v1"), RouteAddress.Own(gateway, right, rightEndpoint, "v1"));
        }
    }).Check(_many);

    [Fact]
    public void Every_host_is_a_name_of_DNS() => Prop.ForAll(_endpoint.ToArbitrary(), endpoint =>
    {
        foreach (var gateway in _gateways)
        {
            foreach (var address in new[] { RouteAddress.Shared(gateway, endpoint.Metadata, endpoint.Endpoint, null), RouteAddress.Own(gateway, endpoint.Metadata, endpoint.Endpoint, "v1") })
                Assert.All(address.Host.Split('.'), label => Assert.Matches(Label(), label));
        }
    }).Check(_many);

    [Fact]
    public void A_host_that_is_too_long_is_none()
    {
        var longest = new string('a', 63);
        var metadata = new IntentMetadata
        {
            Id = "a",
            Plane = "p",
            Generation = 1,
            Organization = longest,
            Project = longest,
            Environment = longest,
            Component = longest,
        };
        Assert.False(RouteAddress.Own(_gateways[0], metadata, longest, null).IsPossible);
        Assert.True(RouteAddress.Shared(_gateways[0], metadata, longest, null).IsPossible);
    }

    private static (string, string, string, string?, string) Place(IntentMetadata m, string endpoint) =>
        (m.Organization, m.Project, m.Environment, m.Component, endpoint);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
