using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>A canary by weighted routes with requests all along: the agent, its route, the gateway, and pods that are processes.</summary>
public sealed class CanaryUnderLoadTests(ProcessCluster gateways, ITestOutputHelper output) : IClassFixture<ProcessCluster>, IAsyncLifetime
{
    private static readonly RolloutSpec _canary = new(DeadlineSeconds: 60, ScaleDownDelaySeconds: 0)
    {
        Strategy = RolloutStrategy.Canary,
        Steps =
        [
            new RolloutStep { Weight = 25 }, new RolloutStep { Approval = "quarter" },
            new RolloutStep { Weight = 75 }, new RolloutStep { Approval = "most" },
        ],
    };

    private readonly TestPlane _plane = new();
    private readonly string _id = $"pdp-c-{Guid.NewGuid():N}"[..18];
    private TestAgent _agent = null!;
    private long _generation;

    public async ValueTask InitializeAsync()
    {
        _agent = await TestAgent.StartAsync(gateways.Cluster, _plane, _id, told => told with { Policy = GatewayCluster.Policy });
        await Until.TrueAsync(() => _agent.Get<ILeadership>().IsLeader);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _plane.Dispose();
    }

    [Fact]
    public async Task Requests_are_shared_out_by_weight_and_none_is_lost_on_the_way_up_and_back()
    {
        await PutAsync("v1", _canary);
        await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        await using var load = await VersionLoad.StartAsync(gateways, $"/{_id}/{_id}/http/version");
        await load.AnsweredAsync("v1");

        await PutAsync("v2", _canary);
        var status = await StandsAsync(step: 1);
        Assert.Equal((25, TrafficSplit.Routes), (status.Rollout!.Weight, status.Rollout.SplitBy));
        await load.AnsweredAsync("v2");
        Assert.InRange(await load.ShareAsync("v2"), 0.22, 0.28);

        await PutAsync("v2", Approved(status, "quarter"));
        await StandsAsync(step: 3);
        // Requests that were sent before the weight was raised are answered by then.
        await load.AnsweredAsync("v2");
        Assert.InRange(await load.ShareAsync("v2"), 0.72, 0.78);

        await PutAsync("v2", Approved(status, "quarter", "most"));
        await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        await load.AnsweredAsync("v2");
        Assert.Equal(1, await load.ShareAsync("v2"));

        await PutAsync("v3", _canary);
        status = await StandsAsync(step: 1);
        await load.AnsweredAsync("v3");
        await PutAsync("v3", _canary with { Abort = status.Rollout!.Revision });
        await _agent.StatusAsync(_id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(entry => entry.Kind == "Deployment") == 1);
        await load.AnsweredAsync("v2");
        Assert.Equal(1, await load.ShareAsync("v2"));

        output.WriteLine(await load.StopAsync());
        Assert.Empty(load.Failures);
    }

    private static RolloutSpec Approved(IntentStatus status, params IReadOnlyList<string> names) => _canary with
    {
        Approvals = [.. names.Select(name => new RolloutApproval { Name = name, Revision = status.Rollout!.Revision! })],
    };

    private async Task PutAsync(string release, RolloutSpec rollout) =>
        Assert.Empty((await _agent.PutAsync(_plane.Component(_id, ++_generation, spec => spec.WithImage($"registry.example/app:{release}", release) with
        {
            Replicas = 2,
            Endpoints = new Dictionary<string, EndpointSpec> { ["http"] = new() { Port = 80, TargetPort = "http", Visibility = [EndpointVisibility.Public] } },
            Rollout = rollout,
        }))).Reasons);

    private Task<IntentStatus> StandsAsync(int step) => _agent.StatusAsync(
        _id, status => status.ObservedGeneration == _generation && status.Rollout is { ReadySince: not null } rollout && rollout.Step == step);
}
