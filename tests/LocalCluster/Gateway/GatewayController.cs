using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Services;

namespace Pdp.LocalCluster.Gateway;

/// <summary>
/// Makes every Gateway a place to connect to: a loopback address of its own with its listeners, written into the annotation
/// <see cref="ServiceProxy.AddressAnnotation"/>, and says of each route whether it takes it.
/// </summary>
internal sealed class GatewayController(NodeContext node, ILogger<GatewayController> logger) : Controller(node.Api, node.Time, logger)
{
    private const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";
    private const string Manager = "local-cluster-gateway";

    private readonly Dictionary<ObjectKey, RunningGateway> _running = [];
    private readonly RequestForwarder _forwarder = new(node.Services, node.Time);
    private readonly Attachment _attachment = new(node.Api);

    public override void Dispose()
    {
        foreach (var gateway in _running.Values) gateway.Dispose();
        _forwarder.Dispose();
        base.Dispose();
    }

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
    [
        (GatewayDefinitions.Gateways, Enqueue),
        .. GatewayDefinitions.Routes.Keys.Select(routes => (routes, (Action<WatchEvent>)(_ => EnqueueAll()))),
        // A route may have waited for its Service, and where that listens decides where TCP goes.
        ("services", _ => EnqueueAll()),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in Api.Watch(Definitions, stoppingToken).ReadAllAsync(stoppingToken))
        {
            var served = Api.Resources.Select(resource => resource.Resource).ToHashSet(StringComparer.Ordinal);
            if (GatewayDefinitions.Routes.Keys.Append(GatewayDefinitions.Gateways).All(served.Contains)) break;
        }
        await base.ExecuteAsync(stoppingToken);
    }

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(GatewayDefinitions.Gateways, key.Namespace, key.Name) is not { } gateway || gateway.IsDeleting())
        {
            if (_running.Remove(key, out var gone)) gone.Dispose();
            return;
        }
        if (!_running.TryGetValue(key, out var running)) _running[key] = running = new RunningGateway(node, _forwarder);
        var attached = new Dictionary<string, List<JsonObject>>(StringComparer.Ordinal);
        var answers = new List<Action>();
        foreach (var (resource, _) in GatewayDefinitions.Routes)
        {
            foreach (var route in Api.List(resource)) Attach(resource, route, gateway, attached, answers);
        }
        running.Update(gateway, attached);
        // Only now: whoever reads that a route is taken relies on its requests going that way.
        foreach (var tell in answers) tell();
        Announce(gateway, running, attached);
    }

    private void EnqueueAll()
    {
        foreach (var gateway in Api.List(GatewayDefinitions.Gateways)) Enqueue(ObjectKey.Of(gateway));
    }

    private void Attach(
        string resource, JsonObject route, JsonObject gateway, Dictionary<string, List<JsonObject>> attached, List<Action> answers)
    {
        if (route.IsDeleting()) return;
        foreach (var (parent, _) in Attachment.Parents(route).Where(parent => parent.Gateway == ObjectKey.Of(gateway)))
        {
            var (listeners, reason, message) = _attachment.Listeners(gateway, route, parent);
            foreach (var listener in listeners)
            {
                if (!attached.TryGetValue(listener, out var routes)) attached[listener] = routes = [];
                routes.Add(route);
            }
            answers.Add(() => GatewayStatus.Tell(Api, resource, route, parent, listeners.Count > 0, reason, message, _attachment.MissingBackend(route), Now, Manager));
        }
    }

    private void Announce(JsonObject gateway, RunningGateway running, Dictionary<string, List<JsonObject>> attached)
    {
        if (gateway.Annotation(ServiceProxy.AddressAnnotation) != running.Text)
        {
            var annotated = gateway.Copy();
            annotated.Ensure("metadata").Ensure("annotations")[ServiceProxy.AddressAnnotation] = running.Text;
            gateway = Api.Update(GatewayDefinitions.Gateways, annotated, Manager);
        }
        GatewayStatus.Tell(Api, gateway, running.Host, attached, Now, Manager);
    }
}
