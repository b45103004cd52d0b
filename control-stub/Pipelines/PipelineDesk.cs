using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Puts pipelines, and sees to it that a project has one at most.</summary>
internal sealed class PipelineDesk(IControlStore store, TimeProvider time)
{
    /// <summary>Puts a pipeline in the place of the one of that name.</summary>
    /// <returns>Everything wrong with it; empty when it is kept.</returns>
    public async Task<IReadOnlyList<Finding>> PutAsync(
        Caller caller, string organization, string name, JsonObject document, CancellationToken cancellationToken)
    {
        await using var turn = await store.Turns.TakeAsync(ITurns.Shared, cancellationToken);
        var report = new DocumentReport();
        var pipeline = PipelineReader.Read(document, organization, name, report);
        await CheckAsync(pipeline, report, cancellationToken);
        if (report.Errors.Count + report.Warnings.Count > 0)
            return [.. report.Errors, .. report.Warnings];
        var now = time.GetUtcNow();
        await store.Promotions.PutPipelineAsync(
            new PipelineRecord(organization, name, document.ToJsonString(), now), ReleaseHappenings.PipelineChanged(pipeline, now).By(caller), cancellationToken);
        return [];
    }

    /// <summary>What is wrong with a pipeline beside what there is already.</summary>
    public async Task CheckAsync(Pipeline pipeline, DocumentReport report, CancellationToken cancellationToken)
    {
        foreach (var (index, stage) in pipeline.Stages.Index())
            foreach (var (number, plane) in stage.Planes.Index().Where(p => p.Item.Length > 0))
                if (await store.Planes.FindAsync(plane, cancellationToken) is null)
                    report.Error(
                        FindingRules.BadValue, $"environments[{index}].{(stage.Planes.Count == 1 ? "plane" : $"planes[{number}]")}", "must be a plane that there is");
        foreach (var other in (await store.Promotions.PipelinesAsync(pipeline.Organization, cancellationToken)).Select(PipelineReader.Of).Where(p => p.Name != pipeline.Name))
        {
            if (other.Projects.Count == 0 && pipeline.Projects.Count == 0)
                report.Error(FindingRules.Taken, "projects", $"must be given, for {other.Name} is the pipeline of all projects that have none of their own");
            foreach (var (index, _) in pipeline.Projects.Index().Where(p => other.Projects.Contains(p.Item)))
                report.Error(FindingRules.Taken, $"projects[{index}]", $"has the pipeline {other.Name}; a project has one");
        }
    }
}
