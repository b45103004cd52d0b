using Pdp.Core.Runs;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Runs;

/// <summary>What a Job says of its run, in the words of <c>batch/v1</c>.</summary>
public sealed class JobRunTests
{
    private static readonly DateTimeOffset _began = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{startTime: '2026-03-01T10:00:00Z', active: 1}", true)]
    [InlineData("{startTime: '2026-03-01T10:00:00Z', conditions: [{type: Suspended, status: 'True'}]}", true)]
    [InlineData("{startTime: '2026-03-01T10:00:00Z', conditions: [{type: SuccessCriteriaMet, status: 'True'}]}", true)]
    [InlineData("{startTime: '2026-03-01T10:00:00Z', conditions: [{type: Complete, status: 'False'}, {type: Failed, status: Unknown}]}", true)]
    public void It_goes_on_until_a_condition_says_that_it_ended(string status, bool hasBegun) =>
        Assert.Equal(new RunRecord("job", hasBegun ? _began : null, null, RunOutcome.Running), Of(status));

    [Theory]
    [InlineData("completionTime: '2026-03-01T10:00:30Z', conditions: [{type: Complete, status: 'True'}]")]
    [InlineData("conditions: [{type: Complete, status: 'True', lastTransitionTime: '2026-03-01T10:00:30Z'}]")]
    [InlineData("completionTime: '2026-03-01T11:00:30+01:00', conditions: [{type: Failed, status: 'False'}, {type: Complete, status: 'True'}]")]
    public void It_succeeded_when_it_is_complete(string status) => Assert.Equal(
        new RunRecord("job", _began, _began.AddSeconds(30), RunOutcome.Succeeded), Of($"{{startTime: '2026-03-01T10:00:00Z', {status}}}"));

    [Theory]
    [InlineData("message: Job was active longer than specified deadline, reason: DeadlineExceeded", "Job was active longer than specified deadline")]
    [InlineData("reason: BackoffLimitExceeded", "BackoffLimitExceeded")]
    [InlineData("message: ''", "the job does not say why")]
    public void It_failed_for_the_reason_the_condition_gives(string why, string expected)
    {
        var run = Of($"{{startTime: '2026-03-01T10:00:00Z', conditions: [{{type: Failed, status: 'True', lastTransitionTime: '2026-03-01T10:05:00Z', {why}}}]}}");
        Assert.Equal(new RunRecord("job", _began, _began.AddMinutes(5), RunOutcome.Failed, expected), run);
    }

    [Fact]
    public void A_long_reason_is_cut()
    {
        var message = Of($"{{conditions: [{{type: Failed, status: 'True', message: {new string('x', 5000)}}}]}}").Message;
        Assert.Equal(new string('x', 300) + "…", message);
    }

    [Fact]
    public void Times_nobody_can_read_are_left_out() => Assert.Equal(
        new RunRecord("job", null, null, RunOutcome.Succeeded),
        Of("{startTime: soon, completionTime: 7, conditions: [{type: Complete, status: 'True', lastTransitionTime: [1]}]}"));

    private static RunRecord Of(string status) =>
        JobRun.Of(Yaml.Documents($"metadata: {{name: job}}\nstatus: {status}").Single());
}
