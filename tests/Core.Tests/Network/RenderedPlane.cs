using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Policy;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Network;

/// <summary>Intents rendered beside each other, as the agent does: their connections lead to one another.</summary>
internal sealed class RenderedPlane
{
    private const string Domain = "cluster.local";
    private readonly IReadOnlyList<TypedIntent> _intents;
    private readonly ConnectionFinder _finder = new(Domain);

    public RenderedPlane(IReadOnlyList<TypedIntent> intents, AgentPolicy? policy = null)
    {
        _intents = intents;
        Rendered = intents.ToDictionary(intent => intent.Metadata.Id, intent => Render(intent, policy ?? AgentPolicy.Default));
        var objects = Rendered.Values.SelectMany(rendered => rendered.Objects).Select(o => o.Manifest).ToList();
        var namespaces = objects.Where(o => (string)o["kind"]! == "Namespace").GroupBy(o => (string)o["metadata"]!["name"]!)
            .ToDictionary(group => group.Key, group => LabelsOf(group.First(), ("kubernetes.io/metadata.name", group.Key)));
        namespaces["kube-system"] = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "kube-system" };
        namespaces["gateways"] = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "gateways" };
        Network = new PlaneNetwork(namespaces, [.. objects.Where(o => (string)o["kind"]! == "NetworkPolicy")]);
        Pods = Rendered.ToDictionary(rendered => rendered.Key, rendered => PodOf(rendered.Key, rendered.Value));
    }

    public IReadOnlyDictionary<string, RenderResult> Rendered { get; }

    public PlaneNetwork Network { get; }

    /// <summary>One pod of each intent, by its id.</summary>
    public IReadOnlyDictionary<string, Pod> Pods { get; }

    public static Pod Dns { get; } = new(
        "kube-system", "dns", new Dictionary<string, string> { ["k8s-app"] = "kube-dns" },
        new Dictionary<string, (int, string)> { ["dns"] = (53, "UDP"), ["dns-tcp"] = (53, "TCP"), ["metrics"] = (9153, "TCP") });

    public static Pod Gateway { get; } = new(
        "gateways", "gateway", new Dictionary<string, string>(), new Dictionary<string, (int, string)> { ["https"] = (8443, "TCP") });

    /// <summary>A pod nobody declared, in the namespace of another.</summary>
    public static Pod Stranger(string @namespace) =>
        new(@namespace, "stranger", new Dictionary<string, string> { ["app"] = "x" }, new Dictionary<string, (int, string)> { ["any"] = (80, "TCP") });

    private RenderResult Render(TypedIntent intent, AgentPolicy policy)
    {
        var connections = ((ComponentSpec)intent.Spec).Connections.Where(connection => connection.Value.To is not null).ToDictionary(
            connection => connection.Key,
            connection => _finder.Find(connection.Value.To!, intent.Metadata, [.. _intents.Where(other => IsMeant(connection.Value.To!, intent, other))]));
        Assert.All(connections, outcome => Assert.Equal("", outcome.Value.Problem));
        var context = new RenderContext
        {
            Kinds = new Kinds(),
            Policy = policy,
            Connections = connections.ToDictionary(outcome => outcome.Key, outcome => outcome.Value.Connection!),
        };
        var rendered = IntentRenderer.Render(intent, context);
        Assert.Empty(rendered.Errors);
        return rendered;
    }

    private static bool IsMeant(ConnectionTarget target, TypedIntent consumer, TypedIntent other) =>
        ComponentPlace.Of(other.Metadata) == ComponentPlace.Of(target, consumer.Metadata);

    private static Pod PodOf(string id, RenderResult rendered)
    {
        var workload = rendered.Objects.Select(o => o.Manifest).Single(o => (string)o["kind"]! is "Deployment" or "StatefulSet");
        var template = workload["spec"]!["template"]!;
        var ports = template["spec"]!["containers"]!.AsArray().SelectMany(container => container!["ports"] as JsonArray ?? [])
            .ToDictionary(port => (string)port!["name"]!, port => ((int)port!["containerPort"]!, (string)port["protocol"]!));
        return new Pod(rendered.Namespace, id, LabelsOf(template.AsObject()), ports);
    }

    private static IReadOnlyDictionary<string, string> LabelsOf(JsonObject obj, params (string Key, string Value)[] more)
    {
        var labels = obj["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);
        foreach (var (key, value) in more) labels[key] = value;
        return labels;
    }
}
