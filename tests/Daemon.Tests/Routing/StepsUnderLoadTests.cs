using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>Rollouts by steps with requests all along: the agent, its routes, the gateway, and pods that are processes.</summary>
[Lasts(30)]
public sealed class StepsUnderLoadTests(ProcessCluster gateways, ITestOutputHelper output) : IClassFixture<ProcessCluster>, IAsyncLifetime
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

    // Measured by what the pods themselves count, so without any Prometheus.
    private static readonly RolloutSpec _measured = _canary with
    {
        Steps = [new RolloutStep { Weight = 25 }, new RolloutStep { Analysis = ["errors", "latency"] }],
        Analysis =
        [
            new AnalysisSpec(Count: 2, IntervalSeconds: 1, InconclusiveLimit: 30) { Name = "errors", Requests = Of(RequestsMeasure.ErrorRate), Max = 0.1 },
            new AnalysisSpec(IntervalSeconds: 1, InconclusiveLimit: 30) { Name = "latency", Requests = Of(RequestsMeasure.Latency), Max = 5 },
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

    [Fact]
    public async Task Pods_that_count_errors_are_gone_back_from_and_pods_that_count_none_take_over()
    {
        await PutAsync("v1", _measured);
        await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        await using var load = await VersionLoad.StartAsync(gateways, $"/{_id}/{_id}/http/version");

        await PutAsync("v2", _measured);
        var status = await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        Assert.Equal(_generation, status.RunningGeneration);
        await load.AnsweredAsync("v2");
        Assert.Empty(load.Failures);

        await PutAsync("failing-v3", _measured);
        status = await _agent.StatusAsync(_id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(entry => entry.Kind == "Deployment") == 1);
        Assert.Equal((FailureReason.AnalysisFailed, 2L, 3L), (status.Reason, status.RunningGeneration, status.FailedGeneration));
        Assert.Matches(@"step 2 of 3, 25 % of the requests: analysis errors measured 0\.[45]\d*, has to be at most 0\.1", status.Message);
        Assert.All(load.Failures, failure => Assert.StartsWith("500 ", failure, StringComparison.Ordinal));
        await load.AnsweredAsync("v2");
        Assert.Equal(1, await load.ShareAsync("v2"));
        output.WriteLine($"{await load.StopAsync()}; {load.Failures.Count} failed");
    }

    [Fact]
    public async Task A_test_that_fails_keeps_every_request_where_it_was_and_one_that_succeeds_lets_it_switch()
    {
        await PutAsync("v1", Tested("v1"));
        await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        await using var load = await VersionLoad.StartAsync(gateways, $"/{_id}/{_id}/http/version");

        await PutAsync("v2", Tested("v3"));
        var status = await _agent.StatusAsync(_id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(entry => entry.Kind == "Deployment") == 1);
        var test = Assert.Single(status.Rollout!.Tests);
        Assert.Equal((FailureReason.JobFailed, 1), (status.Reason, test.ExitCode));
        Assert.Contains($"Job {test.Job} ended with exit code 1; its last lines are in the log of container smoke of pod {test.Pod}", status.Message, StringComparison.Ordinal);
        Assert.Equal(1, await load.ShareAsync("v1"));

        await PutAsync("v3", Tested("v3"));
        status = await _agent.PhaseAsync(_id, IntentPhase.Healthy, _generation);
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(status.Rollout!.Tests).Outcome);
        await load.AnsweredAsync("v3");
        output.WriteLine(await load.StopAsync());
        Assert.Empty(load.Failures);
        Assert.Equal(["v1", "v3"], load.Releases);
    }

    private static RolloutSpec Tested(string expected) => new(DeadlineSeconds: 60, ScaleDownDelaySeconds: 1)
    {
        Strategy = RolloutStrategy.BlueGreen,
        Steps = [new RolloutStep { Test = "smoke" }],
        Tests = [new RolloutTestSpec { Name = "smoke", Image = "registry.example/app:tester", Env = [new EnvVar { Name = "EXPECT", Value = expected }] }],
    };

    private static RequestsSpec Of(RequestsMeasure measure) => new(MinRequests: 10) { Measure = measure, Port = "http" };

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
