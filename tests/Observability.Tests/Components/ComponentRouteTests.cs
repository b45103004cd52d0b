using System.Net;
using System.Text.Json;
using Pdp.Observability.Components;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Components;

public sealed class ComponentRouteTests : IAsyncLifetime
{
    private PlaneStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await PlaneStage.StartAsync();
        _stage.Deploy("acme", "shop", "prod", "web");
        _stage.Deploy("acme", "shop", "dev", "web");
        _stage.Deploy("acme", "bank", "prod", "ledger");
        _stage.Deploy("acme", "bank", "prod", "run-of-ledger", one => one with { Kind = IntentKinds.TaskRun });
        _stage.Deploy("acme", "bank", "prod", "charts", one => one with { Component = null, Kind = IntentKinds.Manifests });
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task What_a_token_opens_is_listed()
    {
        Assert.Equal(["shop/prod/web", "shop/dev/web", "bank/prod/ledger"], await ListAsync("components", _stage.Token(ObservabilityVerb.Components)));
        Assert.Equal(["bank/prod/ledger"], await ListAsync("components", _stage.Token(ObservabilityVerb.Components, "acme", "bank")));
        Assert.Equal(["shop/prod/web"], await ListAsync("components?environment=prod&component=web", _stage.Token(ObservabilityVerb.Components)));
        Assert.Empty(await ListAsync("components", _stage.Token(ObservabilityVerb.Components, "rival")));
    }

    [Fact]
    public async Task A_name_that_several_have_is_told_apart_by_parameters()
    {
        var token = _stage.Token(ObservabilityVerb.Components, "acme");

        var (kind, problem) = await _stage.GetAsync("components/web/rollout", token).ProblemAsync(HttpStatusCode.Conflict);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(("ambiguous", "environment", "may be one of dev, prod"), (kind, error.GetProperty("path").GetString(), error.GetProperty("rule").GetString()));
        await _stage.GetAsync("components/web/rollout?environment=dev", token).JsonAsync();
    }

    [Theory]
    [InlineData("components/nothing/rollout", HttpStatusCode.NotFound)]
    [InlineData("components/ledger/rollout?organization=rival", HttpStatusCode.Forbidden)]
    [InlineData("components/charts/rollout", HttpStatusCode.NotFound)]
    [InlineData("components?colour=red", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_not_opened_is_a_problem(string path, HttpStatusCode status) =>
        await _stage.GetAsync(path, _stage.Token(ObservabilityVerb.Components, "acme")).ProblemAsync(status);

    [Fact]
    public async Task A_rollout_is_told_down_to_containers()
    {
        var id = _stage.Deployed[2].Id;
        _stage.Statuses[id] = new IntentStatus
        {
            Phase = IntentPhase.Progressing,
            RunningGeneration = 3,
            Rollout = new RolloutStatus { Generation = 4, Revision = "abc", Step = 1, Steps = 3, Weight = 20, Updated = 1, Desired = 5, SplitBy = TrafficSplit.Replicas },
            Conditions = [new StatusCondition("Healthy", "False", "Progressing", "1 of 5 pods", 4, DateTimeOffset.UnixEpoch)],
        };
        _stage.Trees[id] =
        [
            new RolloutNode
            {
                Kind = "Deployment",
                Name = "ledger",
                Health = HealthState.Progressing,
                Children = [new RolloutNode { Kind = "Pod", Name = "ledger-1", Containers = [new ContainerNode("main", "ledger:2", "waiting", false, 4, "CrashLoopBackOff")] }],
            },
        ];

        var answer = await _stage.GetAsync("components/ledger/rollout", _stage.Token(ObservabilityVerb.Components)).JsonAsync();

        Assert.Equal(20, answer.GetProperty("rollout").GetProperty("weight").GetInt32());
        Assert.Equal("1 of 5 pods", answer.GetProperty("conditions")[0].GetProperty("message").GetString());
        var container = answer.GetProperty("tree")[0].GetProperty("children")[0].GetProperty("containers")[0];
        Assert.Equal(("CrashLoopBackOff", 4), (container.GetProperty("reason").GetString(), container.GetProperty("restarts").GetInt32()));
    }

    [Fact]
    public async Task Without_a_look_at_the_cluster_the_rest_is_told()
    {
        var answer = await _stage.GetAsync("components/ledger/rollout", _stage.Token(ObservabilityVerb.Components)).JsonAsync();

        Assert.False(answer.TryGetProperty("tree", out _));
        Assert.Equal("Healthy", answer.GetProperty("component").GetProperty("phase").GetString());
    }

    private async Task<IEnumerable<string>> ListAsync(string path, string token)
    {
        var answer = await _stage.GetAsync(path, token).JsonAsync();
        return answer.GetProperty("components").EnumerateArray().Select(Name);
    }

    private static string Name(JsonElement one) =>
        $"{one.GetProperty("project").GetString()}/{one.GetProperty("environment").GetString()}/{one.GetProperty("component").GetString()}";
}
