using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Core.Render.Routes;
using Pdp.Daemon.Cluster;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;

namespace Pdp.Daemon.Routing;

/// <summary>
/// Learns with the kinds which fields HTTPRoute has here: by channel and age the Gateway API's definitions differ, and a field the server does not
/// know is dropped without a word. Asked again now and then, for definitions are updated.
/// </summary>
internal sealed class GatewayFields(IKindDiscovery kinds, IKubernetesApi api, TimeProvider time) : IKindDiscovery
{
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private long? _learnt;
    private volatile GatewayFacts _current = new();

    /// <summary>What was found last; nothing until then.</summary>
    public GatewayFacts Current => _current;

    /// <inheritdoc/>
    public async Task LearnAsync(
        IReadOnlyCollection<(string Group, string Version, string Kind)> wanted, CancellationToken cancellationToken)
    {
        await kinds.LearnAsync(wanted, cancellationToken);
        var route = wanted.FirstOrDefault(kind => kind is { Group: RouteKinds.Group, Kind: "HTTPRoute" });
        if (route.Kind is null || IsFresh()) return;
        try
        {
            if (await api.GetSchemaAsync(new GroupVersionKind(route.Group, route.Version, route.Kind), cancellationToken) is { } schema)
                _current = Read(schema);
            lock (_lock) _learnt = time.GetTimestamp();
        }
        catch (KubernetesException forbidden) when (forbidden.IsForbidden)
        {
            // Every account may read it unless somebody took that right away; then no field is taken for granted.
            lock (_lock) _learnt = time.GetTimestamp();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private static GatewayFacts Read(JsonObject schema)
    {
        var rule = Properties(Properties(schema)?["spec"])?["rules"]?["items"];
        var filter = Properties(rule)?["filters"]?["items"];
        return new GatewayFacts
        {
            Timeouts = Properties(rule)?.ContainsKey("timeouts") == true,
            Retry = Properties(rule)?.ContainsKey("retry") == true,
            Cors = Properties(filter)?.ContainsKey("cors") == true,
        };
    }

    private static JsonObject? Properties(JsonNode? schema) => (schema as JsonObject)?["properties"] as JsonObject;

    private bool IsFresh()
    {
        lock (_lock) return _learnt is { } at && time.GetElapsedTime(at) < _fresh;
    }
}
