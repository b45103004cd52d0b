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
        var changed = new List<CompiledPipeline>();
        foreach (var one in compiled)
        {
            report.Add(one.Report);
            if (await IsNewsAsync(one, report, cancellationToken))
                changed.Add(one);
        }

        return changed;
    }

    /// <summary>What is to be stored of them.</summary>
    public static IEnumerable<PipelineRecord> Records(IEnumerable<CompiledPipeline> compiled, DateTimeOffset now) =>
        compiled.Where(c => c.Made is not null).Select(c => new PipelineRecord(c.Document.Key.Space, c.Document.Key.Name, c.Made!.ToJsonString(), now));

    // Whether it waits, or is another than the one that is stored.
    private async Task<bool> IsNewsAsync(CompiledPipeline one, DocumentReport report, CancellationToken cancellationToken)
    {
        if (one.Made is null)
            return true;
        var (space, name) = (one.Document.Key.Space, one.Document.Key.Name);
        var found = new DocumentReport();
        await _desk.CheckAsync(PipelineReader.Read(one.Made, space, name, found), found, cancellationToken);
        one.Document.Say(report, to => to.AddErrors(found.Errors));
        var stored = (await store.Promotions.PipelinesAsync(space, cancellationToken)).FirstOrDefault(p => p.Name == name);
        return stored?.Document != one.Made.ToJsonString();
    }

    private static bool IsAffected(SourceDocument pipeline, ApplyCall call, SourceSet set) =>
        call.Sources.Contains(pipeline)
        || ((PipelineSource)pipeline.Source).Environments.Any(e => set.Environment(pipeline.Key.Space, e) is { } environment && call.Sources.Contains(environment));
}
