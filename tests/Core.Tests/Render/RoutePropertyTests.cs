using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render;
using Pdp.Core.Render.Routes;
using Pdp.Core.Routing;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Render;

/// <summary>Components with endpoints at gateways: their routes, and what stays when another minor version takes over.</summary>
public sealed partial class RoutePropertyTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static readonly PolicyRules _rules = PolicyRules.Default with
    {
        Kinds = new KindRules
        {
            Allow = [.. PolicyRules.Default.Kinds.Allow, "gateway.networking.k8s.io/TCPRoute", "gateway.networking.k8s.io/UDPRoute", "discovery.k8s.io/EndpointSlice"],
        },
        Services = new ServiceRules { Types = ["ClusterIP", "ExternalName"] },
        Gateways = new GatewayRules
        {
            External = new GatewayRule("{environment}.{organization}.example.com") { Namespace = "g", Name = "external" },
            Internal = new GatewayRule("{component}-{endpoint}-{hash}.example.com", "") { Namespace = "g", Name = "internal" },
        },
    };

    private static readonly RenderContext _context = new()
    {
        Kinds = new Kinds([.. new[] { "HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute" }.Select(kind => $"gateway.networking.k8s.io/v1/{kind}")]),
        Gateways = new GatewayFacts { Timeouts = true, Cors = true, Retry = true },
        Policy = AgentPolicy.Of(_rules),
    };

    // The ports of the containers are of TCP.
    private static readonly EndpointProtocol[] _protocols = [.. Enum.GetValues<EndpointProtocol>().Where(protocol => protocol != EndpointProtocol.UDP)];

    private static readonly Gen<TypedIntent> _routed =
        from metadata in AnyIntent.Metadata
        from spec in Gen.OneOf(AnyComponent.Running, AnyComponent.Proxy)
        from protocols in Gen.Elements(_protocols).ArrayOf(3)
        from visibilities in Gen.Elements<IReadOnlyList<EndpointVisibility>>(
            [], [EndpointVisibility.Public], [EndpointVisibility.Organization], [EndpointVisibility.Organization, EndpointVisibility.Public]).ArrayOf(3)
        from basePath in Gen.Elements("", "/api")
        select AnyIntent.Of(metadata, spec with
        {
            Endpoints = spec.Endpoints.Select((endpoint, i) => (endpoint.Key, Value: endpoint.Value with
            {
                Protocol = protocols[i],
                Visibility = visibilities[i],
                BasePath = protocols[i] is EndpointProtocol.HTTP ? basePath : "",
            })).ToDictionary(endpoint => endpoint.Key, endpoint => endpoint.Value),
        });

    [Fact]
    public void There_are_routes_among_them() => Assert.Contains(
        _routed.Sample(200), intent => Keys(intent).Any(key => key.Kind == "HTTPRoute") && Render(intent).Stable is { Objects.Count: > 1 });

    [Fact]
    public void The_same_intent_gives_the_same_bytes_whatever_the_order_of_its_endpoints() => Check(intent =>
    {
        var spec = (ComponentSpec)intent.Spec;
        var turned = intent with { Spec = spec with { Endpoints = spec.Endpoints.Reverse().ToDictionary() } };
        Assert.Equal(Bytes(intent), Bytes(turned));
    });

    [Fact]
    public void Every_name_is_valid_and_names_one_object() => Check(intent =>
    {
        var keys = Keys(intent);
        // Routes have names of DNS, everything else labels.
        Assert.All(keys, key => Assert.True(Label().IsMatch(key.Name) && key.Name.Length <= (key.Kind.EndsWith("Route", StringComparison.Ordinal) ? 253 : 63), key.Name));
        Assert.Equal(keys.Count, keys.Select(key => key.Identity).Distinct().Count());
    });

    [Fact]
    public void Names_and_addresses_stay_whatever_else_changes() => Check(intent =>
    {
        var spec = (ComponentSpec)intent.Spec;
        var changed = intent with
        {
            Spec = spec with { Release = "another", Config = new Dictionary<string, string> { ["new"] = "1" } },
            Document = intent.Document with { Metadata = intent.Metadata with { Generation = 99, Labels = new Dictionary<string, string> { ["a"] = "b" } } },
        };
        Assert.Equal(Lasting(intent), Lasting(changed));
        Assert.Equal(Render(intent).Endpoints, Render(changed).Endpoints, (one, other) => one.Url == other.Url && one.Urls == other.Urls);
    });

    [Fact]
    public void Two_intents_never_meet_in_an_object_but_in_what_their_major_version_shares()
    {
        var pairs = from one in _routed
                    from two in _routed
                    from isSamePlace in Gen.Elements(true, true, false)
                    from isSameComponent in Gen.Elements(true, false)
                    let place = isSamePlace ? one.Metadata : two.Metadata
                    select (One: one, Two: two with
                    {
                        Document = two.Document with
                        {
                            Metadata = two.Metadata with
                            {
                                Organization = place.Organization,
                                Project = place.Project,
                                Environment = place.Environment,
                                Component = isSameComponent ? one.Metadata.Component : two.Metadata.Component,
                            },
                        },
                    });
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var (one, two) = (Render(pair.One), Render(pair.Two));
            if (Where(pair.One) == Where(pair.Two))
                return;
            var (all, others) = (Identities([.. one.Objects, .. one.Stable?.Objects ?? []]), Identities([.. two.Objects, .. two.Stable?.Objects ?? []]));
            all.IntersectWith(others);
            all.RemoveWhere(identity => identity is { Kind: "Namespace" } or { Kind: "NetworkPolicy", Name: SharedPolicy.Name });
            if (IsOneMajor(one.Stable, two.Stable))
                all.ExceptWith(Identities(one.Stable!.Objects).Intersect(Identities(two.Stable!.Objects)));
            Assert.Empty(all);
        }).Check(_many.WithMaxTest(500));
    }

    [Fact]
    public void What_stays_of_two_majors_is_never_one_group() => Prop.ForAll(_routed.Two().ToArbitrary(), pair =>
    {
        var (one, two) = (Render(pair.Item1).Stable, Render(pair.Item2).Stable);
        if (one is null || two is null)
            return;
        Assert.Equal(Major(pair.Item1) == Major(pair.Item2), one.Group == two.Group);
    }).Check(_many.WithMaxTest(500));

    [Fact]
    public void The_policy_allows_what_it_made_the_addresses_of() => Check(intent =>
    {
        var rendered = Render(intent);
        var request = Policies.Request(rendered, intent.Metadata) with
        {
            Objects = [.. rendered.Objects, .. rendered.Stable?.Objects ?? []],
            Kinds = _context.Kinds,
        };
        Assert.DoesNotContain(
            PolicyCheck.Check(request, _context.Policy), reason => reason.Message.StartsWith("policy.routes", StringComparison.Ordinal));
    });

    private static void Check(Action<TypedIntent> holds) => Prop.ForAll(_routed.ToArbitrary(), holds).Check(_many);

    private static RenderResult Render(TypedIntent intent) => IntentRenderer.Render(intent, _context);

    private static IReadOnlyList<ObjectKey> Keys(TypedIntent intent) =>
        [.. Render(intent).Objects.Concat(Render(intent).Stable?.Objects ?? []).Select(o => o.Key)];

    // Configuration has its content in its name.
    private static IEnumerable<string> Lasting(TypedIntent intent) =>
        Keys(intent).Where(key => key.Kind is not ("ConfigMap" or "Secret")).Select(key => key.ToString()).Order(StringComparer.Ordinal);

    private static HashSet<(string Group, string Kind, string? Namespace, string Name)> Identities(IReadOnlyList<DesiredObject> objects) =>
        [.. objects.Select(o => o.Key.Identity)];

    private static bool IsOneMajor(StableVersion? one, StableVersion? two) => one is not null && two is not null && one.Group == two.Group;

    private static (string, string, string, string?, string?) Where(TypedIntent intent) =>
        (intent.Metadata.Organization, intent.Metadata.Project, intent.Metadata.Environment, intent.Metadata.Component, intent.Metadata.Track);

    private static (string, string, string, string?, string) Major(TypedIntent intent) => (
        intent.Metadata.Organization, intent.Metadata.Project, intent.Metadata.Environment, intent.Metadata.Component,
        VersionTrack.MajorOf(intent.Metadata.Track!));

    private static string Bytes(TypedIntent intent) => string.Concat(
        Render(intent).Objects.Concat(Render(intent).Stable?.Objects ?? []).Select(o => o.Manifest.ToJsonString()));

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
