using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Rollout.Steps;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Preview;

/// <summary>A test of a new revision that is still to come.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Step">Which step it is, from 1.</param>
/// <param name="Steps">Steps there are.</param>
/// <param name="Rendered">Its Job, whose name is made anew in each rollout.</param>
internal sealed record TestPreview(string Name, int Step, int Steps, JsonObject Rendered)
{
    /// <summary>The tests that are left of what is rolled out by steps; none of anything else.</summary>
    public static IReadOnlyList<TestPreview> Of(Target target)
    {
        if (target is not { Stage: { } stage, Rendered.Tests: { } tests }) return [];
        return
        [
            .. from step in stage.Path.Steps.Index().Skip(stage.Step)
               join test in tests on step.Item.Test equals test.Name
               select new TestPreview(test.Name, step.Index + 1, stage.Path.Steps.Count, test.Job.Manifest),
        ];
    }

    /// <summary>The steps a release takes, as a sentence; empty where it takes none.</summary>
    public static string StepsOf(RolloutStage? stage) => stage is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"rolled out by steps: {string.Join(", ", stage.Path.Steps.Select(RolloutPath.Describe))}; {Math.Min(stage.Step, stage.Path.Steps.Count)} of {stage.Path.Steps.Count} are done");
}
