using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>
/// Whether a caller may bring the documents of a call. A document belongs to the project of its component, and to all of the organization where
/// no project can be told; one that takes the place of another must be his to change on both sides.
/// </summary>
internal static class ApplyRights
{
    /// <summary>Everything the caller lacks; empty when he may.</summary>
    public static IReadOnlyList<Finding> Missing(
        Caller caller, ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, SourceSet set)
    {
        var missing = new List<Finding>();
        foreach (var source in call.Sources)
            missing.AddRange(Lacking(caller, Needs(source, before.GetValueOrDefault(source.Key), set), "metadata", source.Index));
        foreach (var (index, draft) in call.Drafts)
            missing.AddRange(Lacking(caller, [(OperatorAction.ChangeIntents, Scope.Of(draft.Owner))], "metadata.project", index));
        return missing;
    }

    private static IEnumerable<Finding> Lacking(Caller caller, IEnumerable<(OperatorAction Action, Scope Subject)> needs, string path, int? index) =>
        needs.Distinct().Where(n => !caller.Access.Allows(n.Action, n.Subject))
            .Select(n => IntentRights.Missing(n.Action, n.Subject, path) with { Document = index });

    private static IEnumerable<(OperatorAction Action, Scope Subject)> Needs(SourceDocument document, SourceRecord? before, SourceSet set)
    {
        if (document.Source is TypeSource)
            return [(OperatorAction.ChangeComponentTypes, Scope.Of(document.Key.Space))];
        if (document.Source is PipelineSource or EnvironmentSource)
            return [(OperatorAction.ManagePipelines, Scope.Of(document.Key.Space))];
        var sources = before is null ? [document] : new[] { document, SourceDocument.Read(before) };
        return sources.SelectMany(s => Projects(s, set))
            .Select(p => (OperatorAction.ChangeIntents, p is { Length: > 0 } ? new Scope(document.Key.Space, p) : Scope.Of(document.Key.Space)));
    }

    // A binding hands out what its release says, so that the release must be the caller's as well.
    private static IEnumerable<string?> Projects(SourceDocument document, SourceSet set)
    {
        var space = document.Key.Space;
        return document.Source switch
        {
            ComponentSource component => [component.Project],
            ReleaseSource release => [ProjectOf(release.Component)],
            BindingSource binding when set.Release(space, binding.Release)?.Source is ReleaseSource release =>
                [ProjectOf(binding.Component), ProjectOf(release.Component)],
            BindingSource binding => [ProjectOf(binding.Component)],
            _ => [null],
        };

        string? ProjectOf(string component) => (set.Component(space, component)?.Source as ComponentSource)?.Project;
    }
}
