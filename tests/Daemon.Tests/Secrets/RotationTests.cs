using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets;

public sealed class RotationTests(TestCluster cluster) : SecretsTest(cluster)
{
    [Fact]
    public async Task A_new_version_rolls_the_workload_and_takes_the_old_secret_away_once_that_is_healthy()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        var old = Assert.Single(await SecretsAsync()).Name;

        Vault.Put("db", "v2", "second");

        var status = await HealthyAsync("v2");
        Assert.Equal((1, 1, 0), (status.ObservedGeneration, status.RunningGeneration, status.FailedGeneration));
        Assert.Equal("second", await ValueAsync());
        await Until.TrueAsync(async () => (await SecretsAsync()).Select(secret => secret.Name).SingleOrDefault() is { } name && name != old);
        Assert.Empty(status.Drift);
    }

    [Fact]
    public async Task A_version_that_does_not_work_is_gone_back_from_said_so_and_not_tried_again_but_a_newer_one_is()
    {
        await RunAsync();
        Agent.Get<LosingSecretObjects>().Loses = true;
        Vault.Put("db", "v2", "second");

        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && Healthy(s));
        Assert.Equal((1, 1, 0), (status.ObservedGeneration, status.RunningGeneration, status.FailedGeneration));
        Assert.NotNull(status.FailedSecretVersions);
        Assert.Equal("v1", status.Secrets.Single().Version);
        Assert.Equal(("False", "RotationFailed"), (Fresh(status)!.Status, Fresh(status)!.Reason));
        Assert.Contains("secrets", status.Message, StringComparison.Ordinal);
        Assert.Equal("first", await ValueAsync());

        await LookAgainAsync();
        Agent.Api.Forget();
        await LookAgainAsync();
        Assert.Empty(Agent.Api.Writes);

        Agent.Get<LosingSecretObjects>().Loses = false;
        Vault.Put("db", "v3", "third");
        await HealthyAsync("v3");
        Assert.Equal("third", await ValueAsync());
    }

    [Fact]
    public async Task A_restart_does_not_try_a_version_again_that_was_gone_back_from()
    {
        await RunAsync();
        Agent.Get<LosingSecretObjects>().Loses = true;
        Vault.Put("db", "v2", "second");
        await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && Healthy(s));
        await QuietAsync();
        await Agent.DisposeAsync();

        Agent = await StartAsync();
        await Until.TrueAsync(() => Vault.LastAsked.Count > 0);
        await LookAgainAsync();

        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind == "Deployment");
        Assert.Equal(IntentPhase.RolledBack, Agent.Journal.Find(Id)!.Status.Phase);
    }

    [Fact]
    public async Task A_generation_that_fails_after_a_rotation_goes_back_to_the_secrets_of_the_rotation()
    {
        await Agent.PutAsync(Component(1));
        await HealthyAsync("v1");
        Vault.Put("db", "v2", "second");
        await HealthyAsync("v2");
        Vault.Failure = new SecretStoreException("is away");

        await Agent.PutAsync(Component(2, spec => spec.WithImage("registry.example/broken:2", "r2") with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } }));

        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && Healthy(s));
        Assert.Equal((2, 1, "v2"), (status.FailedGeneration, status.RunningGeneration, status.Secrets.Single().Version));
        Assert.Equal("second", await ValueAsync());
    }

    private async Task RunAsync()
    {
        await Agent.PutAsync(Component(1, spec => spec with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } }));
        await HealthyAsync("v1");
    }

    private static bool Healthy(IntentStatus status) => status.Conditions.Any(c => c is { Type: "Healthy", Status: "True" });
}
