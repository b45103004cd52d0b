using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render.Routes;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Policy;

/// <summary>Whose a host name is: an endpoint's, a place's, or nobody's to take.</summary>
public sealed class RouteHostTests
{
    private static readonly GatewayRule[] _gateways =
    [
        new("{environment}.{organization}.example.com"),
        new("{environment}.{organization}.example.com", "/{project}/{component}/{endpoint}") { EndpointHost = "{component}-{endpoint}-{hash}.example.com" },
        new("{component}-{endpoint}-{hash}.example.com", ""),
        new("apps.example.com", "/{organization}/{project}/{environment}/{component}/{endpoint}"),
    ];

    [Fact]
    public void No_given_object_may_take_the_address_of_any_endpoint_anywhere_nor_a_wildcard_around_it()
    {
        var any = from metadata in AnyIntent.Metadata
                  from endpoint in AnyIntent.Label
                  from gateway in Gen.Elements(_gateways)
                  from major in Gen.Elements(null, "v1")
                  select (metadata, endpoint, gateway, major);
        Prop.ForAll(any.ToArbitrary(), one =>
        {
            var rules = PolicyRules.Default with
            {
                Routes = new RouteRules { Hosts = ["*"] },
                Gateways = new GatewayRules { External = one.gateway },
            };
            foreach (var address in new[]
            {
                RouteAddress.Shared(one.gateway, one.metadata, one.endpoint, one.major),
                RouteAddress.Own(one.gateway, one.metadata, one.endpoint, one.major),
            })
            {
                Assert.True(IsRefused(address.Host, rules), address.Host);
                Assert.True(IsRefused(address.Host.ToUpperInvariant(), rules), address.Host);
                for (var rest = Rest(address.Host); rest.Length > 0; rest = Rest(rest))
                    Assert.True(IsRefused($"*.{rest}", rules), $"*.{rest} around {address.Host}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("shop.sites.example.com", true)]
    [InlineData("www.shop.sites.example.com", true)]
    [InlineData("*.shop.sites.example.com", true)]
    [InlineData("bank.sites.example.com", false)]
    [InlineData("sites.example.com", false)]
    [InlineData("*.sites.example.com", false)]
    [InlineData("evilshop.sites.example.com", false)]
    [InlineData("shop.sites.example.com.evil", false)]
    [InlineData("", false)]
    public void A_domain_of_each_project_is_one_line(string host, bool isAllowed) =>
        Assert.Equal(isAllowed, !IsRefused(host, PolicyRules.Default with { Routes = new RouteRules { Hosts = ["{project}.sites.example.com"] } }));

    [Fact]
    public void By_default_given_objects_have_no_host_at_all()
    {
        var reason = Assert.Single(Refusals("www.example.com", AgentPolicy.Default));
        Assert.Equal("policy.routes: spec.hostnames[0] must be left out: routes.hosts of the policy lists no host name for given objects", reason.Message);
    }

    [Theory]
    [InlineData("{organization}-{project}.example.com")]
    [InlineData("{team}.example.com")]
    [InlineData("*.example.com")]
    [InlineData("Example.com")]
    public void A_domain_that_two_places_could_share_or_nobody_can_read_is_refused(string domain)
    {
        PolicyDocument.Read(
            Yaml.Documents($"{{apiVersion: pdp.dev/v1, kind: Policy, rules: {{routes: {{hosts: ['{domain}']}}}}}}").Single(), PolicyRules.Default, out var problems);
        Assert.StartsWith("rules.routes.hosts[0]: must be a domain", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_a_gateway_gives_in_one_place_is_taken_in_no_other()
    {
        var policy = PolicyDocument.Read(
            Yaml.Documents("""
                apiVersion: pdp.dev/v1
                kind: Policy
                rules: {routes: {hosts: ["*"]}}
                projects:
                - places: [acme/bank]
                  rules: {gateways: {external: {namespace: g, name: bank, host: "{environment}.{organization}.bank.example", path: "/{project}/{component}/{endpoint}"}}}
                """).Single(),
            PolicyRules.Default,
            out var problems)!;
        Assert.Empty(problems);
        var elsewhere = policy.At(new Place("acme", "shop", "dev"));

        Assert.Equal(
            "policy.routes: spec.hostnames[0] must be another: gateways give this one to endpoints of components",
            Assert.Single(Refusals("prod.acme.bank.example", elsewhere)).Message);
        Assert.Empty(Refusals("www.bank.example", elsewhere));
    }

    private static string Rest(string host) => host.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? host[(dot + 1)..] : "";

    private static bool IsRefused(string host, PolicyRules rules) => Refusals(host, AgentPolicy.Of(rules)).Count > 0;

    private static IReadOnlyList<RefusalReason> Refusals(string host, AgentPolicy policy)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "gateway.networking.k8s.io/v1",
            ["kind"] = "HTTPRoute",
            ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = Disguise.Namespace },
            ["spec"] = new JsonObject { ["hostnames"] = new JsonArray(host) },
        };
        var route = new DesiredObject("a", ManifestObject.KeyOf(manifest), manifest);
        return [.. PolicyCheck.Check(Disguise.Request(route), policy).Where(reason => reason.Message.StartsWith("policy.routes: ", StringComparison.Ordinal))];
    }
}
