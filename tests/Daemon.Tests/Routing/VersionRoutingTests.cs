using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

public sealed class VersionRoutingTests(GatewayCluster gateways) : IClassFixture<GatewayCluster>
{
    [Fact]
    public async Task A_major_version_leads_to_the_newest_healthy_minor_one_and_back_when_that_is_undeployed()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        var status = await versions.DeployAsync("v1.2");
        await versions.LeadsToAsync("v1.2");
        var urls = Assert.Single(status.Endpoints).Urls;
        Assert.Equal($"http://{versions.Name}--v1.{versions.Place}.svc.cluster.local:80", urls.Project);
        Assert.Equal($"http://test.acme.example.com/{versions.Name}/{versions.Name}/http/v1", urls.Public);

        var uid = (await versions.ServiceAsync())!.Uid;
        await versions.DeployAsync("v1.10");
        await versions.LeadsToAsync("v1.10");
        await versions.DeployAsync("v1.9");
        await versions.DeployAsync("v2.0");
        await versions.LeadsToAsync("v2.0", "v2");
        await versions.LeadsToAsync("v1.10");

        await versions.PutAsync("v1.10", 2, spec => spec with { State = ComponentState.Undeployed });
        await versions.LeadsToAsync("v1.9");
        await versions.Agent.PhaseAsync(versions.IdOf("v1.10"), IntentPhase.Undeployed, 2);
        Assert.Equal(uid, (await versions.ServiceAsync())!.Uid);
    }

    [Fact]
    public async Task A_version_that_never_becomes_healthy_is_not_led_to()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.LeadsToAsync("v1.2");
        await versions.PutAsync("v1.3", 1, spec => spec.WithImage("registry.example/broken:3", "r") with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } });
        await versions.Agent.PhaseAsync(versions.IdOf("v1.3"), IntentPhase.Degraded, 1);
        await versions.LeadsToAsync("v1.2");

        await versions.DeployAsync("v1.3", 2);
        await versions.LeadsToAsync("v1.3");
    }

    [Fact]
    public async Task What_stays_goes_with_the_last_version()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.DeployAsync("v1.3");
        await versions.LeadsToAsync("v1.3");
        await versions.RemoveAsync("v1.3", 2);
        await versions.LeadsToAsync("v1.2");
        await Until.TrueAsync(() => versions.Agent.Journal.Find(versions.IdOf("v1.3")) is null);
        await versions.RemoveAsync("v1.2", 2);
        await Until.TrueAsync(async () => await versions.ServiceAsync() is null && await versions.RouteAsync() is null);
        // Nothing of it holds the namespace either.
        await Until.TrueAsync(async () => await gateways.Cluster.GetAsync("v1", "Namespace", null, versions.Place) is null);
    }

    [Fact]
    public async Task Another_leader_goes_on_from_where_it_leads_and_puts_edits_back()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.DeployAsync("v1.3");
        await versions.LeadsToAsync("v1.3");
        var first = versions.Agent;
        await first.KillAsync();
        var service = (await versions.ServiceAsync())!;
        await gateways.Cluster.EditAsync(service, $$"""{"spec": {"selector": {"pdp.dev/intent": "{{versions.IdOf("v1.2")}}" } } }""");

        await versions.StartAsync();
        await versions.LeadsToAsync("v1.3");
        Assert.NotEqual(
            service.Annotation("pdp.dev/fencing-token"), (await versions.ServiceAsync())!.Annotation("pdp.dev/fencing-token"));
        await versions.DeployAsync("v1.4");
        await versions.LeadsToAsync("v1.4");
        await first.DisposeAsync();
    }

    [Fact]
    public async Task What_a_gateway_makes_of_a_route_is_told_and_decides_nothing()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync();
        await versions.DeployAsync("v1.2");
        await versions.Agent.StatusAsync(versions.IdOf("v1.2"), status => Routed(status) is { Status: "True", Reason: "Accepted" });

        await versions.PutAsync("v1.3", 1, spec => spec with
        {
            Endpoints = spec.Endpoints.ToDictionary(e => e.Key, e => e.Value with { Visibility = [EndpointVisibility.Organization] }),
        });
        var closed = await versions.Agent.StatusAsync(versions.IdOf("v1.3"), status => Routed(status) is { Status: "False" } && status.Phase == IntentPhase.Healthy);
        Assert.Equal("NotAccepted", Routed(closed)!.Reason);
        Assert.Contains("takes no routes from this namespace", Routed(closed)!.Message, StringComparison.Ordinal);
        Assert.Contains(closed.Conditions, condition => condition is { Type: "Ready", Status: "True" });
    }

    [Fact]
    public async Task Without_a_gateway_in_the_policy_it_runs_and_says_so()
    {
        await using var versions = new VersionedAgent(gateways);
        await versions.StartAsync(options => options with { Policy = Core.Policy.Model.PolicyRules.Default });
        var status = await versions.DeployAsync("v1.2");
        Assert.Equal(("False", "GatewayNotConfigured"), (Routed(status)!.Status, Routed(status)!.Reason));
        Assert.Null(Assert.Single(status.Endpoints).Urls.Public);
        Assert.Null(await versions.RouteAsync());
    }

    private static StatusCondition? Routed(IntentStatus status) => status.Conditions.FirstOrDefault(condition => condition.Type == "Routed");
}
