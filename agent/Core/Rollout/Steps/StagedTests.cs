using System.Globalization;
using Pdp.Core.Objects;
using Pdp.Core.Render;

namespace Pdp.Core.Rollout.Steps;

/// <summary>
/// The tests of a new revision at a stage: what they need from the first step on, since a store may be away later; a Job from its step on until the rollout has
/// ended, so that what it said can be read.
/// </summary>
internal static class StagedTests
{
    private const int HashLength = 10;

    /// <summary>What is to be there.</summary>
    public static IEnumerable<DesiredObject> Of(IReadOnlyList<RenderedTest> tests, RolloutStage stage) =>
    [
        .. tests.SelectMany(test => test.Needs).DistinctBy(o => o.Key.Identity),
        .. Jobs(tests, stage).Select(test => test.Job),
    ];

    /// <summary>The Jobs that are to be there, by the names of their tests.</summary>
    public static IEnumerable<(string Name, DesiredObject Job)> Jobs(IReadOnlyList<RenderedTest> tests, RolloutStage stage)
    {
        if (stage.StartedAt is not { } startedAt) return [];
        return from step in stage.Path.Steps.Take(stage.Step + 1)
               join test in tests on step.Test equals test.Name
               let job = JobOf(test, startedAt) with { Wave = LeadingKinds.TestWave }
               // One that was passed is not run again, though what it would be made of has changed since.
               where step == stage.Current || stage.Tests.Any(begun => begun.Job == job.Key.Name)
               select (test.Name, job);
    }

    // Another rollout of the very same revision is another try: by its old name the Job would be told to have ended as the one before.
    private static DesiredObject JobOf(RenderedTest test, DateTimeOffset startedAt)
    {
        var (name, rollout) = (test.Job.Key.Name, startedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return test.Job.Renamed($"{name[..^HashLength]}{ShortHash.Of(HashLength, name, rollout)}");
    }
}
