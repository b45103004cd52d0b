using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>Makes pipelines of the documents of a call, and of those that something it brings belongs to.</summary>
internal sealed class AppliedPipelines(IControlStore store, TimeProvider time)
{
    private readonly PipelineDesk _desk = new(store, time);

    /// <summary>Compiles them; what is wrong goes to the report.</summary>
    public async Task<List<CompiledPipeline>> MakeAsync(ApplyCall call, SourceSet set, DocumentReport report, CancellationToken cancellationToken)
    {
        if (report.Errors.Count > 0)
            return [];
        var compiled = set.Pipelines.Where(p => IsAffected(p, call, set)).Select(p => PipelineCompiler.Compile(p, set)).ToList();
        foreach (var one in compiled)
        {
            report.Add(one.Report);
            if (one.Made is null)
                continue;
            var found = new DocumentReport();
            var pipeline = PipelineReader.Read(one.Made, one.Document.Key.Space, one.Document.Key.Name, found);
            await _desk.CheckAsync(pipeline, found, cancellationToken);
            one.Document.Say(report, to => to.AddErrors(found.Errors));
        }

        return compiled;
    }

    /// <summary>What is to be stored of them.</summary>
    public static IEnumerable<PipelineRecord> Records(IEnumerable<CompiledPipeline> compiled, DateTimeOffset now) =>
        compiled.Where(c => c.Made is not null).Select(c => new PipelineRecord(c.Document.Key.Space, c.Document.Key.Name, c.Made!.ToJsonString(), now));

    private static bool IsAffected(SourceDocument pipeline, ApplyCall call, SourceSet set) =>
        call.Sources.Contains(pipeline)
        || ((PipelineSource)pipeline.Source).Environments.Any(e => set.Environment(pipeline.Key.Space, e) is { } environment && call.Sources.Contains(environment));
}
