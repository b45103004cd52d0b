using System.Net;
using Pdp.Core.Logs;
using Pdp.Observability.Tests.Support;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Tasks;

public sealed class TaskRouteTests : IAsyncLifetime
{
    private PlaneStage _stage = null!;
    private DateTimeOffset _start;

    public async ValueTask InitializeAsync()
    {
        _stage = await PlaneStage.StartAsync();
        _start = _stage.Api.Time.GetUtcNow().AddMinutes(-10);
        _stage.Runs.Remember(
        [
            Run("report-1", "prod"), Run("report-1", "dev"),
            Run("report-2", "prod") with { StartedAt = _start.AddMinutes(5), Outcome = RunOutcome.Running, FinishedAt = null },
        ]);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Runs_are_listed_the_newest_first()
    {
        var answer = await _stage.GetAsync("tasks/report/executions?environment=prod", _stage.Token(ObservabilityVerb.Components)).JsonAsync();

        var runs = answer.GetProperty("executions").EnumerateArray().ToList();
        Assert.Equal(["report-2", "report-1"], runs.Select(run => run.GetProperty("id").GetString()));
        Assert.Equal([300.0, 60.0], runs.Select(run => run.GetProperty("durationSeconds").GetDouble()));
        Assert.Equal(("Running", "schedule"), (runs[0].GetProperty("result").GetString(), runs[0].GetProperty("trigger").GetString()));
        Assert.False(answer.GetProperty("partial").GetBoolean());
    }

    [Fact]
    public async Task A_run_that_several_environments_have_is_told_apart()
    {
        var token = _stage.Token(ObservabilityVerb.Components, "acme");

        await _stage.GetAsync("tasks/report/executions/report-1", token).ProblemAsync(HttpStatusCode.Conflict);
        await _stage.GetAsync("tasks/report/executions/report-9", token).ProblemAsync(HttpStatusCode.NotFound);
        await _stage.GetAsync("tasks/other/executions/report-1", token).ProblemAsync(HttpStatusCode.NotFound);
        var run = await _stage.GetAsync("tasks/report/executions/report-1?environment=dev", token).JsonAsync();
        Assert.Equal("1.4", run.GetProperty("release").GetString());
    }

    [Fact]
    public async Task The_lines_of_a_run_are_those_of_its_pods()
    {
        await _stage.Api.StoreAsync(
            new LogSource("acme", "shop", "prod", "report", "report-1-abcde", "main"), [new LogEntry(_start.AddSeconds(3), Severity.Info, "ours")]);
        await _stage.Api.StoreAsync(
            new LogSource("acme", "shop", "prod", "report", "report-2-fghij", "main"), [new LogEntry(_start.AddSeconds(3), Severity.Info, "of another run")]);

        var answer = await _stage.GetAsync("tasks/report/executions/report-1/logs?environment=prod", _stage.Token(ObservabilityVerb.Logs)).JsonAsync();
        Assert.Equal(["ours"], answer.Messages());
    }

    [Fact]
    public async Task Lines_need_the_verb_for_logs() =>
        await _stage.GetAsync("tasks/report/executions/report-1/logs?environment=prod", _stage.Token(ObservabilityVerb.Components)).ProblemAsync(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("tasks/report/executions?limit=0")]
    [InlineData("tasks/report/executions?limit=many")]
    [InlineData("tasks/report/executions?cursor=x")]
    public async Task What_is_wrong_is_a_problem(string path) =>
        await _stage.GetAsync(path, _stage.Token(ObservabilityVerb.Components)).ProblemAsync(HttpStatusCode.BadRequest);

    private TaskRun Run(string id, string environment) => new()
    {
        Id = id,
        Organization = "acme",
        Project = "shop",
        Environment = environment,
        Component = "report",
        Trigger = RunTrigger.Schedule,
        Release = "1.4",
        Outcome = RunOutcome.Succeeded,
        StartedAt = _start,
        FinishedAt = _start.AddMinutes(1),
        Pods = [$"{id}-abcde"],
    };
}
