using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Runs;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Runs;

public sealed class RunHistoryTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_live_says_more_than_what_is_remembered()
    {
        var remembered = new RunRecord("a", _now, null, RunOutcome.Running);

        var run = Assert.Single(RunHistory.Next([remembered], [Job("a", 0, isComplete: true)], _now));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
    }

    [Fact]
    public void What_ended_is_remembered_as_it_ended_when_its_job_is_gone()
    {
        var ended = new RunRecord("a", _now.AddHours(-1), _now, RunOutcome.Succeeded);
        var failed = new RunRecord("b", _now.AddHours(-2), _now.AddHours(-1), RunOutcome.Failed, "no");

        Assert.Equal([ended, failed], RunHistory.Next([failed, ended], [], _now.AddDays(1)));
    }

    [Fact]
    public void What_was_going_on_when_its_job_went_has_failed_then()
    {
        var run = Assert.Single(RunHistory.Next([new RunRecord("a", _now.AddHours(-1), null, RunOutcome.Running)], [], _now));
        Assert.Equal(new RunRecord("a", _now.AddHours(-1), _now, RunOutcome.Failed, "its Job was deleted before it ended"), run);

        // Told once, it stays as it was told.
        Assert.Equal([run], RunHistory.Next([run], [], _now.AddDays(1)));
    }

    [Fact]
    public void The_newest_come_first_those_that_have_not_begun_before_all_and_the_oldest_are_forgotten()
    {
        var remembered = Enumerable.Range(1, RunHistory.Most)
            .Select(hours => new RunRecord($"old-{hours:00}", _now.AddHours(-hours), _now, RunOutcome.Succeeded));

        var runs = RunHistory.Next([.. remembered], [Job("live", 30), Job("pending", null)], _now);

        Assert.Equal(["pending", "old-01", "old-02"], runs.Take(3).Select(run => run.Name));
        Assert.Equal(RunHistory.Most, runs.Count);
        Assert.DoesNotContain(runs, run => run.Name is "live" or "old-20");
    }

    [Fact]
    public void A_name_is_told_of_once() =>
        Assert.Single(RunHistory.Next([new RunRecord("a", _now, null, RunOutcome.Running)], [Job("a", 0), Job("a", 1)], _now));

    private static JsonObject Job(string name, int? hoursAgo, bool isComplete = false)
    {
        var started = hoursAgo is { } hours ? $"startTime: '{_now.AddHours(-hours).ToString("O", CultureInfo.InvariantCulture)}'" : "active: 0";
        var conditions = isComplete ? "conditions: [{type: Complete, status: 'True'}]" : "conditions: []";
        return Yaml.Documents($"metadata: {{name: {name}}}\nstatus: {{{started}, {conditions}}}").Single();
    }
}
