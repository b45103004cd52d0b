using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>The whole chain with pods that are processes: agent, routes, gateway, Services, endpoints.</summary>
public sealed class VersionsUnderLoadTests(ProcessCluster gateways, ITestOutputHelper output) : IClassFixture<ProcessCluster>
{
    [Fact]
    public async Task No_request_is_lost_while_versions_come_fail_and_go()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.LeadsToAsync("v1.2");
        await using var load = await VersionLoad.StartAsync(gateways, PathOf(versions));
        await load.AnsweredAsync("v1.2");

        await versions.DeployAsync("v1.3");
        await versions.LeadsToAsync("v1.3");
        await load.AnsweredAsync("v1.3");

        // A release that never comes up: the pods before it go on serving, but the version is not healthy.
        await versions.PutAsync("v1.3", 2, spec => spec.WithImage("registry.example/app:broken", "broken") with
        {
            Rollout = new RolloutSpec { DeadlineSeconds = 5, AutoRollback = false },
        });
        await versions.LeadsToAsync("v1.2");
        await load.AnsweredAsync("v1.2");

        await versions.DeployAsync("v1.3", 3);
        await versions.LeadsToAsync("v1.3");
        await load.AnsweredAsync("v1.3");

        await versions.PutAsync("v1.3", 4, spec => spec with { State = ComponentState.Undeployed });
        await versions.Agent.PhaseAsync(versions.IdOf("v1.3"), IntentPhase.Undeployed, 4);
        await load.AnsweredAsync("v1.2");

        output.WriteLine(await load.StopAsync());
        Assert.Empty(load.Failures);
    }

    /// <summary>What moving is there for, and that these callers would notice when it does not happen.</summary>
    [Fact]
    public async Task Callers_that_are_not_led_elsewhere_lose_requests_until_they_are()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.DeployAsync("v1.3");
        await versions.LeadsToAsync("v1.3");
        await using var load = await VersionLoad.StartAsync(gateways, PathOf(versions));
        await load.AnsweredAsync("v1.3");

        var stable = await versions.StableNamesAsync();
        versions.Agent.Api.Before = call =>
        {
            if (call.IsWrite && stable.Contains(call.Name)) throw RecordingApi.Refusal(403, "Forbidden");
        };
        await versions.PutAsync("v1.3", 2, spec => spec with { State = ComponentState.Undeployed });
        await Until.TrueAsync(() => load.Failures.Count > 0);

        versions.Agent.Api.Before = null;
        await versions.LeadsToAsync("v1.2");
        await load.AnsweredAsync("v1.2");
    }

    private static string PathOf(VersionedAgent versions) => $"/{versions.Name}/{versions.Name}/http/v1/version";
}
