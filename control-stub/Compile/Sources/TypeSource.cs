using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>ComponentType</c>: what all components of a kind have in common.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Type">What components call it, such as <c>statefulset/postgres-database</c>.</param>
/// <param name="Model">The workload it is deployed as.</param>
/// <param name="Workload">What every release of it needs.</param>
internal sealed record TypeSource(SourceHeader Header, string Type, string Model, WorkloadSource Workload) : ISource
{
    public const string StatefulSet = "statefulset";
    public const string Deployment = "deployment";

    private static readonly string[] _models = [StatefulSet, Deployment];

    public static TypeSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        if (document.RequiredSection("spec") is not { } spec)
            return new TypeSource(header, "", "", WorkloadSource.Empty);

        var type = spec.RequiredText("type");
        var prefix = type.Split('/')[0];
        var model = spec.Text("deploymentModel") ?? prefix;
        if (!_models.Contains(model))
            document.Report.Error(
                FindingRules.Unsupported, spec.At(spec.Has("deploymentModel") ? "deploymentModel" : "type"), "must be of the model statefulset or deployment in this version");
        else if (type.Contains('/', StringComparison.Ordinal) && prefix != model)
            document.Report.Error(FindingRules.Mismatch, spec.At("type"), "must begin with the deploymentModel");
        spec.NotDeployed("build", "says how the image is built; nothing of it is deployed");
        var workload = WorkloadSource.Empty;
        if (spec.Section("runtime") is { } runtime)
        {
            workload = WorkloadReader.Read(runtime, "containerPorts");
            runtime.Close();
        }

        if (spec.Section("workload") is { } shape)
            workload = WorkloadShapeReader.Read(shape, model, workload);
        spec.Close();
        return new TypeSource(header, type, model, workload);
    }
}
