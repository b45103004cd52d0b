using System.Globalization;
using Pdp.Core.Runs;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>Decides about a step that asks for a test.</summary>
internal static class TestDecider
{
    // The cluster ends a Job that takes too long. One it does not end, as where nothing looks after Jobs, is not waited for much longer.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    /// <summary>How the test stands.</summary>
    /// <param name="test">The test.</param>
    /// <param name="told">What its Job tells; null while there is none.</param>
    /// <param name="rollout">The rollout, since when the step is ready.</param>
    /// <param name="now">Now, UTC.</param>
    public static TestVerdict Judge(RolloutTestSpec test, TestStatus? told, RolloutStatus rollout, DateTimeOffset now)
    {
        var known = rollout.Tests.FirstOrDefault(begun => begun.Name == test.Name);
        var status = told is null ? known : TestRun.Merge(known, told);
        rollout = status is null ? rollout : rollout with { Tests = [.. rollout.Tests.Where(begun => begun.Name != test.Name), status] };
        var until = (rollout.ReadySince ?? now).AddSeconds(test.TimeoutSeconds) + _grace;
        return status switch
        {
            { Outcome: RunOutcome.Succeeded } => new TestVerdict(RunOutcome.Succeeded, "", rollout, null),
            { Outcome: RunOutcome.Failed } => new TestVerdict(RunOutcome.Failed, TestRun.Why(status), rollout, null),
            _ when now >= until => new TestVerdict(RunOutcome.Failed, NotEnded(test, status), rollout, null),
            null => new TestVerdict(RunOutcome.Running, $"test {test.Name} begins", rollout, until),
            _ => new TestVerdict(RunOutcome.Running, $"test {test.Name} runs as Job {status.Job}{Because(status)}", rollout, until),
        };
    }

    private static string NotEnded(RolloutTestSpec test, TestStatus? status) =>
        string.Create(CultureInfo.InvariantCulture, $"test {test.Name} did not end within {test.TimeoutSeconds} s{Because(status)}");

    private static string Because(TestStatus? status) => status is { Message.Length: > 0 } ? $" ({status.Message})" : "";
}

/// <summary>How a test stands.</summary>
/// <param name="Outcome">Whether it ended, and how.</param>
/// <param name="Message">For people; empty when it succeeded.</param>
/// <param name="Rollout">The rollout with what is known of the test.</param>
/// <param name="Until">When to look again though nothing changed, UTC; null when it has ended.</param>
internal sealed record TestVerdict(RunOutcome Outcome, string Message, RolloutStatus Rollout, DateTimeOffset? Until);
