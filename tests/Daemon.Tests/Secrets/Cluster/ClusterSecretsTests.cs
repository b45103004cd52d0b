using System.Text;
using System.Text.Json.Nodes;
using Pdp.Daemon.Cluster.Secrets;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Tests.Secrets.Cluster;

public sealed class ClusterSecretsTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task A_secret_is_found_without_its_content_and_read_byte_for_byte()
    {
        byte[] bytes = [0, 255, 10, 13];
        await MakeAsync(("key", bytes));
        var secrets = new ClusterSecrets(Cluster.Admin);

        var found = await secrets.FindAsync(Namespace, "db", Ct);
        var read = await secrets.ReadAsync(Namespace, "db", Ct);
        Assert.Equal(found, read!.Version);
        Assert.Equal(bytes, read.Content["key"].Reveal().ToArray());
        Assert.Null(await secrets.FindAsync(Namespace, "other", Ct));
        Assert.Null(await secrets.ReadAsync(Namespace, "other", Ct));
        await Cluster.Admin.DeleteAsync(new(new("", "v1", "Secret"), Namespace, "db"), new DeleteOptions(), Ct);
        await MakeAsync(("key", Encoding.UTF8.GetBytes("again")));
        Assert.NotEqual(found, await secrets.FindAsync(Namespace, "db", Ct));
    }

    private async Task MakeAsync(params (string Key, byte[] Value)[] content) => await Cluster.Admin.CreateAsync(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "db", ["namespace"] = Namespace },
            ["data"] = new JsonObject(content.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)Convert.ToBase64String(c.Value)))),
        },
        new CreateOptions { FieldManager = "test" },
        Ct);
}
