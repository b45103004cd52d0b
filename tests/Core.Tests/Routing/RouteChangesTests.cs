using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Render;
using Pdp.Core.Render.Routes;
using Pdp.Core.Routing;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Routing;

public sealed class RouteChangesTests
{
    private static readonly StableVersion _first = Version("v1.2", "shop-api-v1-2");
    private static readonly StableVersion _second = Version("v1.3", "shop-api-v1-3");

    [Fact]
    public void Versions_of_one_major_version_share_what_stays()
    {
        Assert.Equal(_first.Group, _second.Group);
        Assert.Equal("api--v1", _first.Group.Name);
        Assert.Equal(_first.Objects.Select(o => o.Key), _second.Objects.Select(o => o.Key));
        Assert.NotEqual(_first.Group, Version("v2.0", "shop-api-v2").Group);
    }

    [Fact]
    public void What_stays_leads_to_the_pods_and_says_of_whom()
    {
        var service = _first.Objects[0].Manifest;
        Assert.Equal("shop-api-v1-2", (string?)service["spec"]!["selector"]![ManagedMetadata.IntentLabel]);
        Assert.Equal(("shop-api-v1-2", "v1.2"), (RouteChanges.TargetOf(service), RouteChanges.TrackOf(service)));
        Assert.Null(ManifestObject.Label(service, ManagedMetadata.IntentLabel));
    }

    [Fact]
    public void Nothing_is_written_where_all_is_as_it_shall_be()
    {
        var live = Live(_first);
        Assert.Equal([], RouteChanges.Between(_first.Group, _first.Objects, live).Apply);
        Assert.Equal(2, RouteChanges.Between(_first.Group, _second.Objects, live).Apply.Count);
    }

    [Fact]
    public void An_edit_by_hand_is_put_back()
    {
        var live = Live(_first);
        live[0]["spec"]!["selector"]![ManagedMetadata.IntentLabel] = "c4n4ry";
        Assert.Same(live[0], Assert.Single(RouteChanges.Between(_first.Group, _first.Objects, live).Apply).Live);
    }

    [Fact]
    public void What_a_version_has_no_use_for_goes_and_what_is_somebody_elses_stays()
    {
        var live = Live(_first);
        var foreign = (JsonObject)live[0].DeepClone();
        foreign["metadata"]!["labels"]!.AsObject().Remove(ManagedMetadata.RouteLabel);
        var changes = RouteChanges.Between(_first.Group, [_first.Objects[0]], [foreign, live[1]]);
        Assert.Equal([_first.Objects[0].Key], changes.Foreign);
        Assert.Empty(changes.Apply);
        Assert.Same(live[1], Assert.Single(changes.Delete));
    }

    private static List<JsonObject> Live(StableVersion version) =>
        [.. RouteChanges.Between(version.Group, version.Objects, []).Apply.Select(apply => (JsonObject)apply.Manifest.DeepClone())];

    private static StableVersion Version(string track, string id)
    {
        var metadata = new IntentMetadata
        {
            Id = id,
            Plane = "p",
            Generation = 1,
            Organization = "acme",
            Project = "shop",
            Environment = "dev",
            Component = "api",
            Track = track,
        };
        var spec = new ComponentSpec
        {
            Type = ComponentType.Service,
            Release = "r",
            Containers = new Dictionary<string, ContainerSpec>
            {
                ["main"] = new() { Image = "a:1", Ports = new Dictionary<string, ContainerPort> { ["http"] = new(8080) } },
            },
            Endpoints = new Dictionary<string, EndpointSpec>
            {
                ["rest"] = new() { Port = 80, TargetPort = "http", Visibility = [EndpointVisibility.Public] },
            },
        };
        var context = new RenderContext
        {
            Kinds = new Kinds($"{RouteKinds.Group}/v1/HTTPRoute"),
            Policy = Core.Policy.AgentPolicy.Of(new Core.Policy.Model.PolicyRules
            {
                Gateways = new Core.Policy.Model.GatewayRules
                {
                    External = new Core.Policy.Model.GatewayRule("{environment}.{organization}.example.com") { Namespace = "g", Name = "g" },
                },
            }),
        };
        return IntentRenderer.Render(AnyIntent.Of(metadata, spec), context).Stable!;
    }
}
