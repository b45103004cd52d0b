using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Pdp.Story.Load;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>
/// The way to a Service from outside its cluster: straight to the address the embedded cluster gives it, or through the API server's
/// proxy as in any cluster. What is played does not know which.
/// </summary>
/// <param name="Address">What to ask.</param>
/// <param name="Connect">A fresh way there.</param>
public sealed record ServiceDoor(Uri Address, Func<HttpMessageHandler> Connect)
{
    /// <summary>Finds the way to the Service of an intent.</summary>
    /// <exception cref="StoryException">The intent has no Service with an address.</exception>
    public static async Task<ServiceDoor> FindAsync(Stage stage, string intent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var service = await ServiceAsync(stage, intent, ct);
        return stage.EmbeddedCluster is null
            ? ThroughApiServer(stage.Cluster, service)
            : new ServiceDoor(await EmbeddedCluster.AddressAsync(stage.Cluster, service, ct), Direct);
    }

    /// <summary>Load on it.</summary>
    public LoadGenerator Load() => LoadGenerator.Start(new LoadOptions(Address), Connect);

    /// <summary>The versions that answer a number of requests, one after another.</summary>
    public async Task<IReadOnlyDictionary<string, int>> VersionsAsync(int requests, CancellationToken ct)
    {
        await using var load = LoadGenerator.Start(new LoadOptions(Address) { KeptConnections = 1, NewConnections = 1 }, Connect);
        var report = await load.FinishAsync(requests, ct);
        report.MustBeClean(requests);
        return report.Versions;
    }

    private static SocketsHttpHandler Direct() => new() { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) };

    private static async Task<JsonObject> ServiceAsync(Stage stage, string intent, CancellationToken ct) =>
        (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("services", intent), ct)).FirstOrDefault(HasAddress)
        ?? throw new StoryException($"{intent} has no Service with an address");

    private static ServiceDoor ThroughApiServer(ClusterApi cluster, JsonObject service)
    {
        var port = (int)service["spec"]!["ports"]![0]!["port"]!;
        var path = $"{ClusterPaths.Object("services", ClusterPaths.NamespaceOf(service), ClusterPaths.NameOf(service))}:{port}/proxy/";
        return new ServiceDoor(new Uri(cluster.Server, path), () => new BearerHandler(cluster.Handler(), cluster.Token));
    }

    private static bool HasAddress(JsonObject service) =>
        (string?)service["spec"]?["clusterIP"] is { Length: > 0 } address && address != "None";

    private sealed class BearerHandler(HttpMessageHandler inner, string? token) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
