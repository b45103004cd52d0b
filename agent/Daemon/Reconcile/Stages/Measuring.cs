using Pdp.Core.Analysis;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Stages;

/// <summary>Measures what a step asks for and is due. What comes of it goes into the status with the decision made from it, or is lost and measured again.</summary>
internal sealed class Measuring(IAnalysisSource source, IObjectCluster cluster, TimeProvider time)
{
    /// <summary>The measurements of this pass; none unless the step's pods are healthy.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(
        StoredIntent stored, Target target, ApplyRun run, Assessed assessed, CancellationToken cancellationToken)
    {
        var isReady = run.IsComplete && assessed.Health.State is HealthState.Healthy;
        if (!isReady || target.Stage is not { Current.Analysis: { } names } stage || target.Rendered?.Workload is not { } workload) return [];
        var now = time.GetUtcNow();
        var rollout = RolloutDecider.Begin(target.Choice.Mark, stored.Status, target.Rollout, now, stage);
        var due = target.Rollout.Analysis.Where(analysis => names.Contains(analysis.Name) && AnalysisJudge.NextAt(analysis, rollout) <= now).ToList();
        var subject = new AnalysisSubject(target.Namespace, workload.Component, workload.Deployment.Name, stage.Revision);
        if (due.Exists(analysis => analysis.Requests is not null))
        {
            var pods = await cluster.PodsAsync(stored.Id, cancellationToken);
            subject = subject with { Pods = SubjectPod.Of(pods, stage.Revision) };
        }
        return await Task.WhenAll(due.Select(analysis => source.MeasureAsync(analysis, subject, cancellationToken)));
    }
}
