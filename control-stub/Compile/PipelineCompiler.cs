using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile;

/// <summary>Makes a pipeline of a <c>DeploymentPipeline</c> and the environments it names.</summary>
internal static class PipelineCompiler
{
    /// <summary>Compiles one; waits while an environment is missing.</summary>
    public static CompiledPipeline Compile(SourceDocument document, SourceSet set)
    {
        var pipeline = (PipelineSource)document.Source;
        var report = new DocumentReport();
        var environments = pipeline.Environments.Select(name => (Name: name, Source: set.Environment(document.Key.Space, name)?.Source as EnvironmentSource)).ToList();
        var missing = environments.Where(e => e.Source is null).Select(e => new MissingSource(SourceKinds.Environment, e.Name)).ToList();
        if (missing.Count > 0)
            return new CompiledPipeline(document, null, missing, report);
        var ordered = Order(pipeline);
        if (ordered is null)
        {
            document.Say(report, to => to.Error(FindingRules.BadValue, "spec.promotionPaths", "must not lead in a circle"));
            return new CompiledPipeline(document, null, [], report);
        }

        var stages = ordered.Select(name => (JsonNode)Stage(pipeline, name, environments.Single(e => e.Name == name).Source!));
        var made = new JsonObject
        {
            ["projects"] = new JsonArray([.. pipeline.Projects.Select(p => (JsonNode)p)]),
            ["environments"] = new JsonArray([.. stages]),
        };
        return new CompiledPipeline(document, made, [], report);
    }

    // Each environment behind all that it comes after; those that nothing decides keep the order they are written in.
    private static List<string>? Order(PipelineSource pipeline)
    {
        var (ordered, left) = (new List<string>(), pipeline.Environments.ToList());
        while (left.Count > 0)
        {
            if (left.FirstOrDefault(name => Before(pipeline, name).All(ordered.Contains)) is not { } next)
                return null;
            ordered.Add(next);
            left.Remove(next);
        }

        return ordered;
    }

    private static IEnumerable<string> Before(PipelineSource pipeline, string name) =>
        pipeline.Paths.Where(p => p.To.Any(t => t.Environment == name)).Select(p => p.From).Distinct();

    private static JsonObject Stage(PipelineSource pipeline, string name, EnvironmentSource environment)
    {
        var stage = new JsonObject
        {
            ["name"] = name,
            ["plane"] = environment.Plane,
            ["after"] = new JsonArray([.. Before(pipeline, name).Select(b => (JsonNode)b)]),
        };
        if (environment.Approvals is null && !pipeline.Paths.SelectMany(p => p.To).Any(t => t.Environment == name && t.NeedsApproval))
            return stage;
        // What is no number is kept as it is, so that the reader of pipelines says what is wrong with it.
        var approvals = new JsonObject
        {
            ["count"] = int.TryParse(environment.Approvals ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : environment.Approvals,
        };
        if (environment.ApproverRole is { } role)
            approvals["role"] = role;
        stage["approvals"] = approvals;
        return stage;
    }
}

/// <summary>What came of a pipeline: a document as pipelines are stored, a wait, or errors.</summary>
internal sealed record CompiledPipeline(SourceDocument Document, JsonObject? Made, IReadOnlyList<MissingSource> Missing, DocumentReport Report);
