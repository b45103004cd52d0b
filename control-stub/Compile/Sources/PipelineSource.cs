using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>DeploymentPipeline</c>: from which environment releases go to which.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Paths">The paths.</param>
/// <param name="Projects">The projects it is for; none for all of the namespace.</param>
internal sealed record PipelineSource(SourceHeader Header, IReadOnlyList<PromotionPath> Paths, IReadOnlyList<string> Projects) : ISource
{
    /// <summary>An annotation of our own, comma-separated: OpenChoreo says it in its projects.</summary>
    public const string ProjectsAnnotation = "pdp.dev/projects";

    public static PipelineSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        var projects = header.Annotations.GetValueOrDefault(ProjectsAnnotation)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (document.RequiredSection("spec") is not { } spec)
            return new PipelineSource(header, [], projects);
        spec.NotDeployed("displayName", "is for people");
        spec.NotDeployed("description", "is for people");
        var paths = spec.Items("promotionPaths").Select(ReadPath).ToList();
        if (paths.Count == 0)
            document.Report.Error(FindingRules.Required, spec.At("promotionPaths"), "must hold at least one path");
        spec.Close();
        return new PipelineSource(header, paths, projects);
    }

    /// <summary>All environments it names.</summary>
    public IEnumerable<string> Environments => Paths.SelectMany(p => p.To.Select(t => t.Environment).Prepend(p.From)).Distinct();

    private static PromotionPath ReadPath(DocumentFields path)
    {
        var from = Reference.Name(path, "sourceEnvironmentRef");
        var to = path.Items("targetEnvironmentRefs").Select(ReadTarget).ToList();
        path.Close();
        return new PromotionPath(from, to);
    }

    private static PromotionTarget ReadTarget(DocumentFields target)
    {
        var name = target.RequiredText("name");
        target.Text("kind");
        // Both names are in use; either asks for somebody to say yes.
        var approval = (target.Flag("requiresApproval") ?? false) | (target.Flag("isManualApprovalRequired") ?? false);
        target.Close();
        return new PromotionTarget(name, approval);
    }
}

/// <summary>From an environment to others.</summary>
internal sealed record PromotionPath(string From, IReadOnlyList<PromotionTarget> To);

/// <summary>Where a path leads.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="NeedsApproval">Whether somebody must say yes.</param>
internal sealed record PromotionTarget(string Environment, bool NeedsApproval);
