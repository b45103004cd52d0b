using System.Text.Json.Nodes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.RealServer;

/// <summary>
/// A cluster and a client of it by its kubeconfig: the embedded one, or the one of <c>PDP_TEST_KUBECONFIG</c>. The tests do not know which.
/// Everything happens in a namespace of its own, deleted at the end.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private LocalClusterServer? _embedded;

    public KubernetesApi Api { get; private set; } = null!;

    public string Namespace { get; } = $"client-{Guid.NewGuid():N}"[..20];

    public async ValueTask InitializeAsync()
    {
        var kubeconfig = KubeconfigOfTests();
        if (kubeconfig is null)
        {
            _embedded = await LocalClusterServer.StartAsync(new LocalClusterOptions { SimulatedNode = true, WatchHistory = 64 }, CancellationToken.None);
            kubeconfig = _folder.Write("kubeconfig", _embedded.KubeconfigText);
        }
        Api = new KubernetesApi(Kubeconfig.Load([kubeconfig]));
        await Api.CreateAsync(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = Namespace } },
            new CreateOptions(),
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DeleteAsync(new ObjectReference(new("", "v1", "Namespace"), null, Namespace), new DeleteOptions(), CancellationToken.None);
        Api.Dispose();
        if (_embedded is not null) await _embedded.DisposeAsync();
        _folder.Dispose();
    }

    // The one place of these tests that reads the environment.
#pragma warning disable RS0030
    private static string? KubeconfigOfTests() => Environment.GetEnvironmentVariable("PDP_TEST_KUBECONFIG") is { Length: > 0 } path ? path : null;
#pragma warning restore RS0030
}
