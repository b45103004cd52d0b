using System.Globalization;
using Pdp.Core.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>Decides how a rollout goes on whose step is applied and healthy: it stays, takes the next step, or failed.</summary>
internal static class StepDecider
{
    /// <summary>Decides.</summary>
    /// <returns>The decision; and when a measurement or a test failed, which.</returns>
    public static (RolloutDecision Decision, StepFailure? Failed) Decide(RolloutFacts facts, RolloutStage stage)
    {
        var rollout = facts.Rollout with
        {
            Step = stage.Step,
            Weight = stage.Weight,
            SplitBy = stage.SplitBy,
            ReadySince = facts.Rollout.ReadySince ?? facts.Now,
        };
        if (stage.Current is not { } step)
            return (new RolloutDecision(RolloutOutcome.Healthy) { Rollout = rollout }, null);
        var isPromoted = facts.Spec.Promote == stage.Revision;
        if (isPromoted && stage.Step < stage.Path.Switch)
            return (Go(facts, stage, rollout, stage.Path.Switch), null);
        return step switch
        {
            { Weight: not null } => (Go(facts, stage, rollout, stage.Step + 1), null),
            { PauseSeconds: { } seconds } => (Pause(facts, stage, rollout, rollout.ReadySince.Value.AddSeconds(seconds)), null),
            { Approval: { } approval } => (Ask(facts, stage, rollout, approval, isPromoted), null),
            _ when isPromoted => (Go(facts, stage, rollout, stage.Step + 1), null),
            { Test: { } name } => Test(facts, stage, rollout, name),
            _ => Measure(facts, stage, rollout, step.Analysis ?? []),
        };
    }

    /// <summary>A sentence that says where the rollout stands before it says what is.</summary>
    public static string Say(RolloutStage stage, string what) => string.Create(
        CultureInfo.InvariantCulture, $"step {Math.Min(stage.Step + 1, stage.Path.Steps.Count)} of {stage.Path.Steps.Count}, {stage.Weight} % of the requests{By(stage)}: {what}");

    // Plainly, because the share is only as exact as whole pods can be.
    private static string By(RolloutStage stage) => stage is { IsShared: true, SplitBy: TrafficSplit.Replicas } ? " by replicas" : "";

    private static RolloutDecision Go(RolloutFacts facts, RolloutStage stage, RolloutStatus rollout, int step)
    {
        var next = stage with { Step = step };
        return new RolloutDecision(RolloutOutcome.Continue, Message: Say(next, "begins"), LookAgainAt: facts.Now)
        {
            Rollout = rollout with
            {
                Step = step,
                Weight = next.Weight,
                ReadySince = null,
                Analysis = [],
                Deadline = facts.Now.AddSeconds(facts.Spec.DeadlineSeconds),
            },
        };
    }

    private static RolloutDecision Pause(RolloutFacts facts, RolloutStage stage, RolloutStatus rollout, DateTimeOffset until) =>
        facts.Now >= until
            ? Go(facts, stage, rollout, stage.Step + 1)
            : Stay(stage, rollout, string.Create(CultureInfo.InvariantCulture, $"stays until {until:yyyy-MM-dd HH:mm:ss}Z"), until);

    private static RolloutDecision Ask(RolloutFacts facts, RolloutStage stage, RolloutStatus rollout, string approval, bool isPromoted) =>
        isPromoted || facts.Spec.Approvals.Any(given => given.Name == approval && given.Revision == stage.Revision)
            ? Go(facts, stage, rollout, stage.Step + 1)
            : Stay(stage, rollout, $"waits for the approval {approval} of revision {stage.Revision}", null);

    private static (RolloutDecision Decision, StepFailure? Failed) Test(RolloutFacts facts, RolloutStage stage, RolloutStatus rollout, string name)
    {
        var verdict = TestDecider.Judge(facts.Spec.Tests.First(test => test.Name == name), facts.Test, rollout, facts.Now);
        return verdict.Outcome switch
        {
            RunOutcome.Succeeded => (Go(facts, stage, verdict.Rollout, stage.Step + 1), null),
            RunOutcome.Failed => (Stay(stage, verdict.Rollout, verdict.Message, null), new StepFailure(FailureReason.JobFailed, Say(stage, verdict.Message))),
            _ => (Stay(stage, verdict.Rollout, verdict.Message, verdict.Until), null),
        };
    }

    private static (RolloutDecision Decision, StepFailure? Failed) Measure(
        RolloutFacts facts, RolloutStage stage, RolloutStatus rollout, IReadOnlyList<string> names)
    {
        var verdicts = facts.Spec.Analysis.Where(analysis => names.Contains(analysis.Name))
            .Select(analysis => AnalysisJudge.Judge(analysis, rollout, facts.Measurements, facts.Now))
            .ToList();
        rollout = rollout with { Analysis = [.. verdicts.Select(verdict => verdict.Status).OfType<AnalysisStatus>()] };
        if (verdicts.Find(verdict => verdict.State == AnalysisState.Failed) is { } failed)
            return (Stay(stage, rollout, failed.Message, null), new StepFailure(FailureReason.AnalysisFailed, Say(stage, failed.Message)));
        var open = verdicts.Where(verdict => verdict.State == AnalysisState.Open).ToList();
        return open.Count == 0
            ? (Go(facts, stage, rollout, stage.Step + 1), null)
            : (Stay(stage, rollout, string.Join("; ", open.Select(verdict => verdict.Message)), open.Min(verdict => verdict.NextAt)), null);
    }

    private static RolloutDecision Stay(RolloutStage stage, RolloutStatus rollout, string message, DateTimeOffset? again) =>
        new(RolloutOutcome.Continue, Message: Say(stage, message), LookAgainAt: again) { Rollout = rollout };
}

/// <summary>Why a step whose pods are healthy cannot be passed.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">The same for people.</param>
internal sealed record StepFailure(FailureReason Reason, string Message);
