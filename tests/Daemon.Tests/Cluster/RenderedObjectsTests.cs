using System.Text.Json.Nodes;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>
/// What the agent renders is what Kubernetes knows: every object of every golden case is put to an API server that has the types of Kubernetes and
/// refuses each field it does not know and each value of another type.
/// </summary>
public sealed class RenderedObjectsTests(TestCluster cluster)
{
    // Served by gateways, of which there are none here.
    private static readonly string[] _ofGateways = ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"];

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
            if (await cluster.Admin.ResolveAsync(GroupVersionKind.Of(manifest), CancellationToken.None) is null)
            {
                Assert.True(IsOfOthers(manifest), $"{manifest.Kind} is not served");
                continue;
            }
            if (manifest.Namespace is { } @namespace) await cluster.NamespaceAsync(@namespace);
            var options = new ApplyOptions { FieldManager = "test", Force = true, DryRun = true, FieldValidation = FieldValidation.Strict };
            var result = await cluster.Admin.ApplyAsync(manifest, options, CancellationToken.None);
            Assert.Empty(result.Warnings);
        }
    }

    [Fact]
    public async Task A_field_nobody_knows_would_be_found()
    {
        await cluster.NamespaceAsync("rendered");
        var manifest = JsonNode.Parse(
            """{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"a","namespace":"rendered"},"spec":{"schedule":"@daily","retries":1}}""")!.AsObject();
        await Assert.ThrowsAsync<Kubernetes.Errors.KubernetesException>(() => cluster.Admin.ApplyAsync(
            manifest, new ApplyOptions { FieldManager = "test", DryRun = true, FieldValidation = FieldValidation.Strict }, CancellationToken.None));
    }

    private static bool IsOfOthers(JsonObject manifest) =>
        _ofGateways.Contains(manifest.Kind) || manifest.ApiVersion?.Contains("example.com", StringComparison.Ordinal) == true
        || manifest.ApiVersion?.Contains("gateway", StringComparison.Ordinal) == true || manifest.ApiVersion?.Contains("cilium", StringComparison.Ordinal) == true;

    private static IEnumerable<JsonObject> Objects(string name) =>
        RepositoryFiles.Read("tests", "Core.Tests", "Cases", name, "objects.yaml")
            .Split("\n---\n")
            .Where(text => text.Contains("apiVersion:", StringComparison.Ordinal))
            .Select(PolicyYaml.Parse);
}
