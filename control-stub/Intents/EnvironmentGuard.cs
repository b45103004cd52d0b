using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>
/// Where a pipeline asks for approvals, what runs is changed by promotion, or by hand of those who may approve: otherwise whoever may put
/// an intent could pass by all approvals.
/// </summary>
internal sealed class EnvironmentGuard(IControlStore store)
{
    private readonly PipelineBook _pipelines = new(store.Promotions);

    /// <summary>Why a caller may not put some drafts where they go; null when he may.</summary>
    public async Task<DeskAnswer?> RefusalAsync(
        Caller caller, string plane, IReadOnlyList<IntentDraft> drafts, CurrentIntents current, CancellationToken cancellationToken)
    {
        var missing = new List<Finding>();
        foreach (var project in drafts.Where(d => current.Of(d.Id) is not { Intent.Removed: false } there || there.Intent.ContentHash != d.ContentHash)
                     .GroupBy(d => (d.Owner.Organization, d.Owner.Project)))
        {
            if (await _pipelines.OfAsync(project.Key.Organization, project.Key.Project, cancellationToken) is not { } pipeline)
                continue;
            foreach (var environment in project.Select(d => d.Owner.Environment).Distinct())
                if (pipeline.Stage(environment) is { Approvals.Role: var role } stage && stage.Planes.Contains(plane)
                    && !caller.Access.Has(role, Scope.Of(project.First().Owner)))
                    missing.Add(new Finding(
                        FindingRules.Guarded, "metadata.environment",
                        $"is changed by promotion in the pipeline {pipeline.Name}, or by {role.Name()} on {Scope.Of(project.First().Owner)}"));
        }

        return missing.Count == 0 ? null : new DeskAnswer(DeskOutcome.Forbidden, [], missing);
    }
}
