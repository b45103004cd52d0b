using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>One cluster for all of these tests: a real API over TLS before a kubelet that keeps logs in files. What containers write is played.</summary>
public sealed class LoggingCluster : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private LocalClusterServer? _server;
    private KubernetesApi? _api;

    internal IKubernetesApi Api => _api!;

    internal LocalClusterServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        // No file is full by itself: tests rotate when they mean to.
        var options = new LocalClusterOptions { SimulatedNode = true, WorkDirectory = _directory.Combine("node"), ContainerLogMaxBytes = 1L << 30 };
        _server = await LocalClusterServer.StartAsync(options, CancellationToken.None);
        _api = new KubernetesApi(Kubeconfig.Load([_directory.Write("kubeconfig", _server.KubeconfigText)]));
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A pod with one container that runs.</summary>
    /// <param name="test">What the test's collector selects pods by.</param>
    /// <param name="name">Its name.</param>
    internal async Task<PlayedPod> PodAsync(string test, string name)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "default",
                ["labels"] = new JsonObject { ["test"] = test, [ManagedMetadata.OrganizationLabel] = "acme", [ManagedMetadata.ComponentLabel] = "web" },
            },
        };
        pod.Set(new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "played:1" }), "spec", "containers");
        await Api.CreateAsync(pod, new CreateOptions { FieldManager = "test" }, TestContext.Current.CancellationToken);
        var played = new PlayedPod(this, name);
        await played.RunningAsync(restarts: 0);
        return played;
    }
}
