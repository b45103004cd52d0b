using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Controllers.Endpoints;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Services;

/// <summary>
/// Makes every Service a place to connect to: a loopback address of its own with its ports, written into the annotation
/// <see cref="AddressAnnotation"/> (the cluster IP is one of the API's making that nothing routes), and its names into the directory.
/// </summary>
internal sealed class ServiceProxy(NodeContext node, ILogger<ServiceProxy> logger) : Controller(node.Api, node.Time, logger)
{
    public const string AddressAnnotation = "local-cluster/address";

    private const string Services = "services";
    private const string Slices = "endpointslices.discovery.k8s.io";
    private const string Manager = "local-cluster-proxy";

    private readonly Dictionary<ObjectKey, ServiceListeners> _listeners = [];

    public override void Dispose()
    {
        foreach (var listeners in _listeners.Values) listeners.Dispose();
        base.Dispose();
    }

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Services, Enqueue), (Slices, OnSlice)];

    protected override void Reconcile(ObjectKey key)
    {
        var service = Api.Get(Services, key.Namespace, key.Name);
        var slices = Api.Marked(Slices, Mark.Labelled(key.Namespace ?? "", EndpointSliceContent.ServiceLabel, key.Name));
        var listens = service is not null && !service.IsDeleting() && service.Text("spec", "type") != "ExternalName" && service.Text("spec", "clusterIP") != "None";
        if (!listens)
        {
            if (_listeners.Remove(key, out var gone)) gone.Dispose();
            node.Services.Set(key.ToString(), service is null || service.IsDeleting() ? new Dictionary<string, string>() : HeadlessNames(key, slices));
            return;
        }

        if (!_listeners.TryGetValue(key, out var listeners)) _listeners[key] = listeners = new ServiceListeners(node.Loopback, Time);
        listeners.Update(service!, slices);
        node.Services.Set(key.ToString(), listeners.Ports.ToDictionary(port => $"{DnsName(key)}:{port.Port}", port => port.Address, StringComparer.Ordinal));
        Announce(service!, listeners);
    }

    private void OnSlice(WatchEvent change)
    {
        if (change.Object.Label(EndpointSliceContent.ServiceLabel) is { } service) Enqueue(new ObjectKey(change.Object.Namespace(), service));
    }

    private Dictionary<string, string> HeadlessNames(ObjectKey key, IReadOnlyList<JsonObject> slices)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (host, address, port) in ServiceBackends.Headless(slices))
        {
            var real = $"{address}:{node.Loopback.RealPort(port)}";
            names.TryAdd($"{DnsName(key)}:{port}", real);
            if (host is not null) names[$"{host}.{DnsName(key)}:{port}"] = real;
        }

        return names;
    }

    private void Announce(JsonObject service, ServiceListeners listeners)
    {
        if (service.Annotation(AddressAnnotation) != listeners.Text && listeners.Text.Length > 0)
        {
            var annotated = service.Copy();
            annotated.Ensure("metadata").Ensure("annotations")[AddressAnnotation] = listeners.Text;
            service = Api.Update(Services, annotated, Manager);
        }

        if (service.Text("spec", "type") != "LoadBalancer" || service.Items("status", "loadBalancer", "ingress").Any()) return;
        var balanced = service.Copy();
        balanced.Ensure("status")["loadBalancer"] = new JsonObject
        {
            ["ingress"] = new JsonArray(new JsonObject { ["ip"] = listeners.Address.ToString(), ["ipMode"] = "VIP" }),
        };
        Api.UpdateStatus(Services, balanced, Manager);
    }

    private static string DnsName(ObjectKey key) => $"{key.Name}.{key.Namespace}.svc.cluster.local";
}
