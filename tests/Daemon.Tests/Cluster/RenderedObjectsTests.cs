using System.Text.Json.Nodes;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Routing;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>
/// What the agent renders is what Kubernetes knows: every object of every golden case is put to an API server that has the types of Kubernetes and
/// refuses each field it does not know and each value of another type.
/// </summary>
public sealed class RenderedObjectsTests(GatewayCluster gateways) : IClassFixture<GatewayCluster>
{
    // Of operators whose types nobody recorded here.
    private static readonly string[] _ofOthers = ["example.com", "gateway.envoyproxy.io", "cilium.io"];

    public static TheoryData<string> Cases =>
    [
        .. Directory.EnumerateFiles(RepositoryFiles.Folder("tests", "Core.Tests", "Cases"), "objects.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_field_is_known_and_of_its_type(string name)
    {
        foreach (var manifest in Objects(name))
        {
            if (_ofOthers.Any(group => manifest.ApiVersion!.Contains(group, StringComparison.Ordinal))) continue;
            Assert.NotNull(await Cluster.Admin.ResolveAsync(GroupVersionKind.Of(manifest), CancellationToken.None));
            if (manifest.Namespace is { } @namespace) await Cluster.NamespaceAsync(@namespace);
            Assert.Empty((await ApplyAsync(OfStandardChannel(manifest))).Warnings);
        }
    }

    [Theory]
    [InlineData("batch/v1", "CronJob", """{"schedule": "@daily", "retries": 1}""")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", """{"rules": [{"timeout": {"request": "1s"} }]}""")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", """{"rules": [{"backendRefs": [{"name": "a", "port": "http"}]}]}""")]
    [InlineData("gateway.networking.k8s.io/v1", "GRPCRoute", """{"hostnames": ["under_score"]}""")]
    [InlineData("gateway.networking.k8s.io/v1alpha2", "TCPRoute", """{"hostnames": ["a.example.com"]}""")]
    public async Task What_nobody_knows_would_be_found(string apiVersion, string kind, string spec)
    {
        await Cluster.NamespaceAsync("rendered");
        var manifest = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "rendered" },
            ["spec"] = JsonNode.Parse(spec),
        };
        await Assert.ThrowsAsync<Kubernetes.Errors.KubernetesException>(() => ApplyAsync(manifest));
    }

    private TestCluster Cluster => gateways.Cluster;

    private Task<ApplyResult> ApplyAsync(JsonObject manifest) => Cluster.Admin.ApplyAsync(
        manifest,
        new ApplyOptions { FieldManager = "test", Force = true, DryRun = true, FieldValidation = FieldValidation.Strict },
        CancellationToken.None);

    // Retries of routes are in the experimental channel alone, and rendered only where a cluster has them.
    private static JsonObject OfStandardChannel(JsonObject manifest)
    {
        if (manifest.Kind == "HTTPRoute")
        {
            foreach (var rule in manifest.GetObjects("spec", "rules")) rule.Remove("retry");
        }
        return manifest;
    }

    private static IEnumerable<JsonObject> Objects(string name) =>
        RepositoryFiles.Read("tests", "Core.Tests", "Cases", name, "objects.yaml")
            .Split("\n---\n")
            .Where(text => text.Contains("apiVersion:", StringComparison.Ordinal))
            .Select(PolicyYaml.Parse);
}
