using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Connections;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Network;

/// <summary>Planes with connections of every kind.</summary>
public sealed class CellTests
{
    private static readonly IPAddress _outside = IPAddress.Parse("93.184.216.34");

    [Fact]
    public void Of_any_graph_exactly_the_declared_pairs_may_talk() => Prop.ForAll(Graph.Any.ToArbitrary(), graph =>
    {
        var plane = new RenderedPlane(graph.Intents);
        foreach (var one in plane.Pods.Values)
        {
            foreach (var (other, port) in plane.Pods.Values.SelectMany(pod => pod.Ports.Keys.Select(port => (pod, port))))
                Assert.Equal(graph.IsDeclared(one.Name, other.Name, port), plane.Network.May(one, other, port));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Who_its_consumers_are_changes_nothing_of_a_provider() => Prop.ForAll(Graph.Any.ToArbitrary(), graph =>
    {
        var last = graph.Intents[^1].Metadata.Id;
        var without = graph.Intents.Where(intent => intent.Metadata.Id != last && !((ComponentSpec)intent.Spec).Connections.Values.Any(c => c.To!.Component == last));
        var (with, alone) = (new RenderedPlane(graph.Intents), new RenderedPlane([.. Unconnected(without, last)]));
        foreach (var (id, rendered) in alone.Rendered)
            Assert.Equal(Text(rendered), Text(with.Rendered[id]));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void A_connection_to_the_outside_opens_its_port_to_all_but_private_addresses()
    {
        var pod = Single(Graph.Outside("https://mail.example.com/v3"), out var plane);

        Assert.True(plane.Network.MayReach(pod, _outside, 443));
        Assert.True(plane.Network.MayReach(pod, IPAddress.Parse("2606:2800:220:1::1"), 443));
        Assert.False(plane.Network.MayReach(pod, _outside, 80));
        Assert.All((string[])["10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fd00::1"], address =>
            Assert.False(plane.Network.MayReach(pod, IPAddress.Parse(address), 443)));
    }

    [Fact]
    public void An_address_opens_itself_alone()
    {
        var pod = Single(Graph.Outside("tcp://93.184.216.34:5432"), out var plane);

        Assert.True(plane.Network.MayReach(pod, _outside, 5432));
        Assert.False(plane.Network.MayReach(pod, IPAddress.Parse("93.184.216.35"), 5432));
    }

    [Theory]
    [InlineData("http://10.0.0.7:5432", "must not be an address of the cluster")]
    [InlineData("http://db.databases.svc:5432", "must not name something inside the cluster")]
    public void What_could_never_be_reached_is_refused(string url, string problem)
    {
        var error = Assert.Single(IntentRenderer.Render(Graph.Outside(url), AnyIntent.Context).Errors);

        Assert.Equal((FailureReason.PolicyDenied, "spec.connections.out.url"), (error.Reason, error.Path));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_policy_lets_nothing_out_a_connection_to_the_outside_is_refused()
    {
        var context = AnyIntent.Context with { Policy = Policy(new NetworkRules { External = ExternalAccess.Deny }) };

        var error = Assert.Single(IntentRenderer.Render(Graph.Outside("https://mail.example.com"), context).Errors);

        Assert.Contains("not allowed here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_Cilium_a_host_is_opened_by_its_name_and_by_nothing_else()
    {
        var policy = PolicyRules.Default with { Kinds = new KindRules { Allow = [.. PolicyRules.Default.Kinds.Allow, "cilium.io/CiliumNetworkPolicy"] } };
        var context = new RenderContext { Kinds = new Kinds("cilium.io/v2/CiliumNetworkPolicy"), Policy = AgentPolicy.Of(policy) };

        var objects = IntentRenderer.Render(Graph.Outside("https://Mail.example.com"), context).Objects;

        var egress = Assert.Single(objects, o => o.Key.Kind == "CiliumNetworkPolicy").Manifest["spec"]!["egress"]!.AsArray();
        Assert.Equal("mail.example.com", (string?)egress[^1]!["toFQDNs"]![0]!["matchName"]);
        Assert.Equal("443", (string?)egress[^1]!["toPorts"]![0]!["ports"]![0]!["port"]);
        Assert.DoesNotContain(objects.Where(o => o.Key.Kind == "NetworkPolicy"), o => o.Manifest.ToJsonString().Contains("ipBlock", StringComparison.Ordinal));
    }

    [Fact]
    public void Switched_off_nothing_is_made_and_everybody_may_talk()
    {
        var plane = new RenderedPlane([Graph.Service("a"), Graph.Service("b")], Policy(new NetworkRules { Isolation = NetworkIsolation.None }));

        Assert.DoesNotContain(plane.Rendered["a"].Objects, o => o.Key.Kind == "NetworkPolicy");
        Assert.True(plane.Network.May(plane.Pods["a"], plane.Pods["b"], "http"));
    }

    [Fact]
    public void Of_a_proxy_that_is_gone_nothing_is_opened()
    {
        var intent = Graph.Service("a", spec => spec with
        {
            Connections = new Dictionary<string, ConnectionSpec> { ["pay"] = new() { To = new ConnectionTarget { Component = "pay" } } },
        });
        var known = new ConnectionStatus { Name = "pay", Provider = "red/pay", Endpoint = "api", Url = "", Port = 443 };
        var remembered = new ConnectionFinder("cluster.local").Remembered(new ConnectionTarget { Component = "pay" }, intent.Metadata, known);
        var context = AnyIntent.Context with { Connections = new Dictionary<string, ResolvedConnection> { ["pay"] = remembered } };

        var egress = Assert.Single(IntentRenderer.Render(intent, context).Objects, o => o.Key.Name.Contains("--egress-", StringComparison.Ordinal));

        Assert.Null(egress.Manifest["spec"]!["egress"]);
    }

    [Fact]
    public void The_pods_of_a_stateful_component_talk_to_one_another()
    {
        var intent = Graph.Service("db", spec => spec with { Type = ComponentType.Stateful });
        var plane = new RenderedPlane([intent]);

        Assert.True(plane.Network.May(plane.Pods["db"], plane.Pods["db"], "http"));
    }

    private static AgentPolicy Policy(NetworkRules network) => AgentPolicy.Of(PolicyRules.Default with { Network = network });

    private static Pod Single(TypedIntent intent, out RenderedPlane plane)
    {
        plane = new RenderedPlane([intent]);
        return plane.Pods[intent.Metadata.Id];
    }

    // Of those that are left nobody may need one that is not.
    private static IEnumerable<TypedIntent> Unconnected(IEnumerable<TypedIntent> intents, string gone)
    {
        var left = intents.ToList();
        while (left.RemoveAll(intent => ((ComponentSpec)intent.Spec).Connections.Values.Any(c => left.All(other => other.Metadata.Component != c.To!.Component))) > 0)
        {
            // Until nothing more goes.
        }

        return left.Where(intent => intent.Metadata.Id != gone);
    }

    private static string Text(RenderResult rendered) => string.Concat(rendered.Objects.Select(o => o.Manifest.ToJsonString()));
}
