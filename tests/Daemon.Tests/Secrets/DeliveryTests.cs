using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets;

public sealed class DeliveryTests(TestCluster cluster) : SecretsTest(cluster)
{
    [Fact]
    public async Task A_secret_becomes_an_immutable_object_that_belongs_to_the_config_map_that_says_what_is_in_it()
    {
        await Agent.PutAsync(Component(1));

        var status = await HealthyAsync("v1");

        Assert.Equal(("vault", "db", "v1"), status.Secrets.Select(s => (s.Store, s.Name, s.Version)).Single());
        Assert.Equal(("True", "Current"), (Fresh(status)!.Status, Fresh(status)!.Reason));
        Assert.Equal("first", await ValueAsync());
        var secret = Assert.Single(await SecretsAsync());
        Assert.True(secret["immutable"]!.GetValue<bool>());
        var manifest = (await Cluster.GetAsync("v1", "ConfigMap", secret.Namespace, secret.Name!))!;
        Assert.Equal(manifest.Uid, Assert.Single(secret.OwnerReferences).GetString("uid"));
        Assert.Contains("\"version\":\"v1\"", manifest.GetObject("data")!.Single().Value!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_look_costs_no_request_and_fetches_nothing()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        await QuietAsync();
        Agent.Api.Forget();

        await LookAgainAsync();

        Assert.Empty(Agent.Api.Calls);
        Assert.Equal(1, Vault.Fetches);
    }

    [Fact]
    public async Task The_agent_makes_secrets_in_the_data_plane_and_never_reads_changes_or_deletes_one()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        Vault.Put("db", "v2", "second");
        await HealthyAsync("v2");
        await QuietAsync();

        var own = $"pdp-revision-{Id}";
        var calls = Agent.Api.Calls.Where(call => call.Kind == "Secret" && call.Name != own && call.Name != "pdp-secret-version-key");
        // In the agent's own namespace it lists what it keeps.
        Assert.All(calls.Where(call => call is not { Verb: "list" } || call.Namespace != Namespace), call => Assert.Equal("create", call.Verb));
    }

    [Fact]
    public async Task A_restarted_agent_finds_the_secret_there_without_its_store()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        await Agent.DisposeAsync();
        Vault.Failure = new Pdp.Daemon.Secrets.Stores.SecretStoreException("is away");

        Agent = await StartAsync();
        var status = await Agent.StatusAsync(Id, s => Fresh(s)?.Status == "False");
        await LookAgainAsync();

        Assert.Equal(IntentPhase.Healthy, status.Phase);
        Assert.Contains("is away", Fresh(status)!.Message, StringComparison.Ordinal);
        Assert.Equal("first", await ValueAsync());
        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind == "Deployment");
    }

    [Fact]
    public async Task A_secret_that_vanishes_with_its_config_map_is_made_again()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        var secret = Assert.Single(await SecretsAsync());

        await Cluster.DeleteAsync((await Cluster.GetAsync("v1", "ConfigMap", secret.Namespace, secret.Name!))!);

        await Until.TrueAsync(
            async () =>
            {
                await LookAgainAsync();
                return (await SecretsAsync()).SingleOrDefault() is { } again && again.Uid != secret.Uid;
            },
            TimeSpan.FromSeconds(20));
        Assert.Equal("first", await ValueAsync());
    }

    [Fact]
    public async Task A_property_of_a_json_secret_and_the_whole_of_another_can_be_had()
    {
        Vault.Put("shop/db", "7", "{\"user\":\"shop\",\"port\":5432}");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => Naming(
            spec, new SecretReference("vault", "shop/db", Property: "port"), new SecretReference("vault", "shop/db", Property: "user"))));

        await HealthyAsync("7");

        Assert.Equal("5432", await ValueAsync());
        Assert.Equal(2, Assert.Single(await SecretsAsync()).GetObject("data")!.Count);
    }

    [Fact]
    public async Task What_is_removed_takes_its_secrets_along()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");

        await Agent.RemoveAsync(Plane.Removal(Id, 2));

        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null, TimeSpan.FromMinutes(1));
        await Until.TrueAsync(async () => (await SecretsAsync()).Count == 0);
    }
}
