using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A pipeline as operators see it.</summary>
internal sealed record PipelineAnswer(
    string Organization, string Name, IReadOnlyList<string> Projects, bool AllowTags, IReadOnlyList<StageAnswer> Environments, DateTimeOffset UpdatedAt)
{
    public static PipelineAnswer Of(PipelineRecord record)
    {
        var pipeline = PipelineReader.Of(record);
        return new PipelineAnswer(
            record.Organization, record.Name, pipeline.Projects, pipeline.AllowTags,
            [.. pipeline.Stages.Select(s => new StageAnswer(
                s.Environment, s.Planes[0], s.Planes, s.After, s.Approvals is { } approvals ? new ApprovalsAnswer(approvals.Count, approvals.Role.Name()) : null))],
            record.UpdatedAt);
    }
}

/// <summary>An environment of a pipeline.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Plane">The first of its planes.</param>
/// <param name="Planes">All of them.</param>
/// <param name="After">The environments releases come from.</param>
/// <param name="Approvals">Who must let a release pass.</param>
internal sealed record StageAnswer(string Name, string Plane, IReadOnlyList<string> Planes, IReadOnlyList<string> After, ApprovalsAnswer? Approvals);

/// <summary>Who must let a release pass.</summary>
internal sealed record ApprovalsAnswer(int Count, string Role);

/// <summary>A page of pipelines.</summary>
internal sealed record PipelineListAnswer(IReadOnlyList<PipelineAnswer> Items, string? Next);
