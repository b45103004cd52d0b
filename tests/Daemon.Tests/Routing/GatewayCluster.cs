using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>A cluster with the Gateway API, and gateways of the customer's in it.</summary>
public class GatewayCluster : IAsyncLifetime
{
    private readonly TestCluster _cluster;

    public GatewayCluster()
        : this(static _ => new LocalClusterOptions { SimulatedNode = true, Gateways = true })
    {
    }

    protected GatewayCluster(Func<TempDirectory, LocalClusterOptions> options) => _cluster = new TestCluster(options);

    /// <summary>The policy that names the gateways.</summary>
    internal static PolicyRules Policy { get; } = PolicyRules.Default with
    {
        Gateways = new GatewayRules
        {
            External = new GatewayRule("{environment}.{organization}.example.com", Tls: false) { Namespace = "gateways", Name = "external" },
            Internal = new GatewayRule("{environment}.{organization}.internal") { Namespace = "gateways", Name = "closed" },
        },
    };

    internal TestCluster Cluster => _cluster;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        await _cluster.NamespaceAsync("gateways");
        await Until.TrueAsync(async () => await _cluster.Admin.ResolveAsync(new("gateway.networking.k8s.io", "v1", "Gateway"), CancellationToken.None) is not null);
        await MakeAsync("external", "All");
        await MakeAsync("closed", "Same");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where the external gateway listens.</summary>
    internal async Task<string> AddressAsync()
    {
        string? address = null;
        await Until.TrueAsync(async () =>
        {
            var gateway = await _cluster.GetAsync("gateway.networking.k8s.io/v1", "Gateway", "gateways", "external");
            address = (string?)gateway?["metadata"]?["annotations"]?["local-cluster/address"];
            return address?.StartsWith("http=", StringComparison.Ordinal) == true;
        });
        return address!["http=".Length..];
    }

    private Task MakeAsync(string name, string from) => _cluster.Admin.ApplyAsync(
        JsonNode.Parse(
            $$"""
            {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "{{name}}", "namespace": "gateways"},
             "spec": {"gatewayClassName": "local", "listeners": [
               {"name": "http", "protocol": "HTTP", "port": 80, "allowedRoutes": {"namespaces": {"from": "{{from}}"} } }] } }
            """)!.AsObject(),
        new ApplyOptions { FieldManager = "customer", Force = true },
        CancellationToken.None);
}
