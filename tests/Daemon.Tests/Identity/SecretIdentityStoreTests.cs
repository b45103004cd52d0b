using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Identity;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Tests.Identity;

public sealed class SecretIdentityStoreTests(TestCluster cluster) : AgentTest(cluster)
{
    private const string Name = "pdp-agent-identity";

    private static readonly Dictionary<string, string> _fields = new() { ["plane"] = "eu-1", ["tls.key"] = "kéy\n" };

    private SecretIdentityStore Store => new(Agent.Api, Agent.Get<ClusterOptions>(), Agent.Get<WriteFence>(), Name);

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var version = await Store.WriteAsync(_fields, (await Store.ReadAsync(Ct)).Version, Ct);

        var kept = await Store.ReadAsync(Ct);
        Assert.Equal((version, "kéy\n"), (kept.Version, kept.Fields["tls.key"]));
    }

    [Fact]
    public async Task The_empty_secret_of_the_chart_is_filled_and_keeps_its_labels()
    {
        await Cluster.Admin.CreateAsync(Secret(), new(), Ct);
        var store = Store;
        Assert.Empty((await store.ReadAsync(Ct)).Fields);

        var first = await store.WriteAsync(_fields, (await store.ReadAsync(Ct)).Version, Ct);
        await store.WriteAsync(new Dictionary<string, string> { ["plane"] = "eu-1" }, first, Ct);

        var live = await Cluster.GetAsync("v1", "Secret", Namespace, Name);
        Assert.Equal(("Helm", 1), (live!.Label("app.kubernetes.io/managed-by"), live!.GetObject("data")!.Count));
    }

    [Fact]
    public async Task Of_two_writers_the_later_ones_stands_and_the_other_is_told()
    {
        var (one, other) = (Store, Store);
        var version = await one.WriteAsync(_fields, null, Ct);
        await other.ReadAsync(Ct);
        await other.WriteAsync(new Dictionary<string, string> { ["plane"] = "eu-2" }, version, Ct);

        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => one.WriteAsync(_fields, version, Ct))).IsOutdated);
        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => one.WriteAsync(_fields, null, Ct))).IsOutdated);
        Assert.Equal("eu-2", (await one.ReadAsync(Ct)).Fields["plane"]);
    }

    [Fact]
    public async Task A_secret_that_was_deleted_under_it_is_made_again_after_a_look()
    {
        var store = Store;
        var version = await store.WriteAsync(_fields, null, Ct);
        await Cluster.DeleteAsync((await Cluster.GetAsync("v1", "Secret", Namespace, Name))!);

        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => store.WriteAsync(_fields, version, Ct))).IsOutdated);
        await store.WriteAsync(_fields, (await store.ReadAsync(Ct)).Version, Ct);
    }

    [Fact]
    public async Task One_that_does_not_lead_writes_nothing()
    {
        var store = new SecretIdentityStore(Agent.Api, Agent.Get<ClusterOptions>(), new WriteFence(new NeverLeads(), Agent.Get<ClusterOptions>()), Name);

        await Assert.ThrowsAsync<ClusterException>(() => store.WriteAsync(_fields, null, Ct));

        Assert.Null(await Cluster.GetAsync("v1", "Secret", Namespace, Name));
    }

    private JsonObject Secret() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = Name,
            ["namespace"] = Namespace,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "Helm" },
        },
    };
}
