using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>
/// Takes documents in any order and any number of calls, keeps them, and puts the intents of every binding that is complete. A call
/// happens wholly or not at all, and what is wrong is told all at once.
/// </summary>
internal sealed class ApplyDesk(IControlStore store, IntentDesk intents, TimeProvider time)
{
    private readonly SourceLibrary _library = new(store.Sources, store.Releases);
    private readonly AppliedPipelines _pipelines = new(store, time);

    /// <summary>Does the call, or with <paramref name="dryRun"/> only says what it would do.</summary>
    public async Task<ApplyAnswer> ApplyAsync(Caller caller, string plane, DocumentBatch batch, bool dryRun, CancellationToken cancellationToken)
    {
        if (await store.Planes.FindAsync(plane, cancellationToken) is null)
            return Failed(DeskOutcome.NoPlane, new DocumentReport());
        var call = ApplyCall.Read(batch, plane);
        // One call at a time: two that change parts of the same binding would each compile it with the other's part missing.
        await using var turn = await store.Turns.TakeAsync(plane, cancellationToken);
        // Nor two that bring what all planes share: each would see a release as new that the other brings with another content.
        await using var sharing = call.Sources.Any(s => s.Key.Plane.Length == 0) ? await store.Turns.TakeAsync(ITurns.Shared, cancellationToken) : null;
        return await ApplyAsync(caller, plane, call, dryRun, cancellationToken);
    }

    private async Task<ApplyAnswer> ApplyAsync(Caller caller, string plane, ApplyCall call, bool dryRun, CancellationToken cancellationToken)
    {
        var report = call.Report;
        var before = await _library.BeforeAsync(call, cancellationToken);
        var set = await _library.SetAsync(call, plane, cancellationToken);
        await new PlainObjects(store.Sources).AddAsync(caller, call, plane, cancellationToken);
        // First, so that nothing is told of documents that are not the caller's to see.
        if (ApplyRights.Missing(caller, call, before, set) is { Count: > 0 } missing)
            return Failed(DeskOutcome.Forbidden, new DocumentReport()) with { Errors = missing };
        ReleaseRules.CheckUnchanged(call, before, report);
        ReleaseRules.CheckTracks(call, before, report);
        // What is wrong by itself is told by itself; compiling it would only repeat it.
        var affected = report.Errors.Count > 0 ? [] : AffectedBindings.Of(call, before, set).ToList();
        var shelf = await _library.ShelfAsync(affected, set, caller.Actor, time.GetUtcNow(), cancellationToken);
        var compiled = affected.Select(b => BindingCompiler.Compile(b, set, shelf, plane)).ToList();
        foreach (var one in compiled)
            report.Add(one.Report);
        var pipelines = await _pipelines.MakeAsync(call, set, report, cancellationToken);
        ReleaseRules.NoteUnbound(call, set, report);

        var drafts = await new DraftPlan(store.Intents, report).MakeAsync(plane, call, compiled, cancellationToken);
        if (report.Errors.Count > 0)
            return Failed(DeskOutcome.Invalid, report);
        var put = await intents.PutAsync(caller, plane, drafts, Alongside(caller, call, before, compiled, pipelines), based: null, dryRun, cancellationToken);
        if (put.Outcome != DeskOutcome.Done)
            return Failed(put.Outcome, report) with { Errors = put.Findings ?? report.Errors };
        return new ApplyAnswer(
            DeskOutcome.Done, [], report.Warnings, report.Notes, Documents(call, before, put), put.Intents,
            [.. Waiting(compiled.Select(c => (c.Binding, c.Missing)).Concat(pipelines.Select(p => (p.Document, p.Missing))))]);
    }

    private static IEnumerable<WaitingSource> Waiting(IEnumerable<(SourceDocument Document, IReadOnlyList<MissingSource> Missing)> made) =>
        made.Where(m => m.Missing.Count > 0).Select(m => new WaitingSource(m.Document.Key.Kind, m.Document.Key.Space, m.Document.Key.Name, m.Missing));

    private Alongside Alongside(
        Caller caller, ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, List<CompiledBinding> compiled, List<CompiledPipeline> pipelines) =>
        new(Changed(call, before))
        {
            Deployments = [.. compiled.Where(c => c.Draft is not null).Select(c => AppliedDeployments.Of(c, caller, time.GetUtcNow()))],
            Pipelines = [.. AppliedPipelines.Records(pipelines, time.GetUtcNow())],
            Events = [.. AppliedPipelines.Records(pipelines, time.GetUtcNow())
                .Select(p => ReleaseHappenings.PipelineChanged(PipelineReader.Of(p), p.UpdatedAt).By(caller))],
        };

    private List<SourceRecord> Changed(ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before) =>
    [
        .. call.Sources.Where(s => before.GetValueOrDefault(s.Key)?.Hash != s.Hash)
            .Select(s => new SourceRecord(s.Key, s.Content.ToJsonString(), s.Hash, time.GetUtcNow())),
    ];

    private static List<AppliedDocument> Documents(ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, DeskAnswer put)
    {
        var results = put.Intents.ToDictionary(i => i.Intent.Id, i => i.Result);
        var sources = call.Sources.Select(s => new AppliedDocument(
            s.Index ?? 0, s.Key.Kind, s.Key.Space, s.Key.Name,
            before.GetValueOrDefault(s.Key) is not { } old ? PutResult.Created : old.Hash == s.Hash ? PutResult.Unchanged : PutResult.Changed));
        var intents = call.Drafts.Select(d => new AppliedDocument(d.Index, d.Draft.Kind, null, d.Draft.Id, results[d.Draft.Id]));
        return [.. sources.Concat(intents).OrderBy(d => d.Index)];
    }

    private static ApplyAnswer Failed(DeskOutcome outcome, DocumentReport report) =>
        new(outcome, report.Errors, report.Warnings, report.Notes, [], [], []);
}
