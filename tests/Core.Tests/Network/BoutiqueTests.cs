using System.Net;
using System.Text;
using Pdp.Core.Intents;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Network;

/// <summary>The eleven services of the boutique in their eight projects: every pair of them, every port.</summary>
public sealed class BoutiqueTests
{
    private static readonly IReadOnlyList<TypedIntent> _intents = Read();
    private static readonly RenderedPlane _plane = new(_intents);

    [Fact]
    public void It_is_eleven_services_in_eight_projects() =>
        Assert.Equal((11, 8), (_intents.Count, _intents.Select(intent => intent.Metadata.Project).Distinct().Count()));

    [Fact]
    public void Each_pod_may_call_the_ports_its_connections_name_and_no_others()
    {
        var declared = (from intent in _intents
                        from connection in ((ComponentSpec)intent.Spec).Connections.Values
                        select (From: intent.Metadata.Id, To: $"boutique-{connection.To!.Component}")).ToHashSet();
        var pairs = (from one in _plane.Pods.Values
                     from other in _plane.Pods.Values
                     from port in other.Ports.Keys
                     select (From: one.Name, To: other.Name, May: _plane.Network.May(one, other, port))).ToList();

        Assert.Equal(11 * 11, pairs.Count);
        Assert.Equal(13, declared.Count);
        Assert.All(pairs, pair => Assert.True(declared.Contains((pair.From, pair.To)) == pair.May, $"{pair.From} to {pair.To}: {pair.May}"));
    }

    [Fact]
    public void Nobody_else_may_call_them_nor_be_called() => Assert.All(_plane.Pods.Values, pod =>
    {
        var stranger = RenderedPlane.Stranger(pod.Namespace);
        Assert.All(pod.Ports.Keys, port => Assert.False(_plane.Network.May(stranger, pod, port)));
        Assert.False(_plane.Network.May(pod, stranger, "any"));
        Assert.False(_plane.Network.May(pod, RenderedPlane.Gateway, "https"));
        Assert.All(pod.Ports.Keys, port => Assert.False(_plane.Network.May(RenderedPlane.Gateway, pod, port)));
        Assert.False(_plane.Network.MayReach(pod, IPAddress.Parse("93.184.216.34"), 443));
    });

    [Fact]
    public void All_may_ask_the_clusters_dns_and_nothing_else_of_it() => Assert.All(_plane.Pods.Values, pod =>
    {
        Assert.True(_plane.Network.May(pod, RenderedPlane.Dns, "dns"));
        Assert.True(_plane.Network.May(pod, RenderedPlane.Dns, "dns-tcp"));
        Assert.False(_plane.Network.May(pod, RenderedPlane.Dns, "metrics"));
    });

    [Fact]
    public void A_gateway_may_call_what_is_not_for_the_project_alone()
    {
        var network = new NetworkRules { GatewayNamespaces = ["gateways"] };
        var plane = new RenderedPlane(_intents, AgentPolicy.Of(PolicyRules.Default with { Network = network }));

        var called = from pod in plane.Pods.Values from port in pod.Ports.Keys where plane.Network.May(RenderedPlane.Gateway, pod, port) select pod.Name;

        Assert.Equal(_intents.Select(intent => intent.Metadata.Id).Where(id => id != "boutique-loadgenerator").Order(), called.Order());
    }

    [Fact]
    public void What_waits_for_others_does_so_in_four_phases()
    {
        var phases = new Dictionary<string, int>();
        while (phases.Count < _intents.Count)
        {
            var next = _intents.Where(i => !phases.ContainsKey(i.Metadata.Id) && i.DependsOn.All(phases.ContainsKey)).Select(i => i.Metadata.Id).ToList();
            Assert.NotEmpty(next);
            var phase = phases.Values.DefaultIfEmpty(0).Max() + 1;
            foreach (var id in next) phases[id] = phase;
        }

        Assert.Equal(4, phases["boutique-frontend"]);
        Assert.Equal([4, 4, 1, 2], phases.Values.GroupBy(phase => phase).OrderBy(group => group.Key).Select(group => group.Count()));
    }

    private static IReadOnlyList<TypedIntent> Read() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "boutique"), "*.yaml").Order(StringComparer.Ordinal).Select(file =>
        {
            var document = Yaml.Documents(File.ReadAllText(file)).Single();
            (document["metadata"]!["plane"], document["metadata"]!["generation"]) = ("plane-1", 1);
            var reading = IntentReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
            Assert.Empty(reading.Reasons);
            Assert.Empty(IntentRules.Check(reading.Intent!));
            return reading.Intent!;
        }),
    ];
}
