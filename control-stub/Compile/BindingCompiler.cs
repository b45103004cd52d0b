using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Compile;

/// <summary>
/// Makes the intent of a binding from all that it names: the release, with its component and type, and what the binding says of the
/// environment. Pure: the same documents make the same intent.
/// </summary>
internal static class BindingCompiler
{
    /// <summary>Compiles one binding.</summary>
    public static CompiledBinding Compile(SourceDocument document, SourceSet set, ReleaseShelf shelf, string plane)
    {
        var binding = (BindingSource)document.Source;
        var space = document.Key.Space;
        var component = set.Component(space, binding.Component);
        var release = set.Release(space, binding.Release);
        var typeName = (component?.Source as ComponentSource)?.Type;
        var type = typeName is null ? null : set.Type(space, typeName);
        var missing = Missing(binding, component, release, typeName, type);
        if (missing.Count > 0)
            return new CompiledBinding(document, null, missing, new DocumentReport());

        var parts = new BindingParts(document, component!, release!, type);
        var report = new DocumentReport();
        var (content, made) = shelf.Take(parts, Content(parts, plane, report), report);
        var key = new BindingKey(space, parts.Component.Project, binding.Line.ToString(), binding.Environment);
        var values = shelf.Values(key);
        EnvironmentValues.Merge(values, binding.Values());
        var intent = new IntentParts(
            key, plane, IntentIds.Of(space, binding.Line, binding.Environment), binding.Release, content, values, SourceName.OfBinding(space, document.Key.Name))
        {
            Digests = shelf.Digests(key.Release(binding.Release)),
            Neighbours = Neighbours.Of(key, set.Components, binding.Header),
            State = binding.State ?? ComponentState.Active,
        };
        var own = new DocumentReport();
        var draft = IntentComposer.Compose(intent, own);
        document.Say(report, to => to.AddErrors(own.Errors));
        parts.ReleaseDocument.Say(report, to => to.AddNotes(own.Notes.Select(AsWritten)));
        return new CompiledBinding(document, report.Errors.Count == 0 ? draft : null, [], report) { Parts = intent, NewRelease = made };
    }

    // What the release says together with its component and type, before any environment says something.
    private static ReleaseContent Content(BindingParts parts, string plane, DocumentReport report) =>
        ReleaseContent.Of(IntentTrimmer.Trim(IntentWriter.Document(Metadata(parts, plane), ComponentSpecs.Compile(parts, report))));

    private static List<MissingSource> Missing(
        BindingSource binding, SourceDocument? component, SourceDocument? release, string? typeName, SourceDocument? type)
    {
        var missing = new List<MissingSource>();
        if (component is null)
            missing.Add(new MissingSource(SourceKinds.Component, binding.Component));
        if (release is null)
            missing.Add(new MissingSource(SourceKinds.ComponentRelease, binding.Release));
        if (typeName is not null && type is null && WorkloadTypes.BuiltIn(typeName) is null)
            missing.Add(new MissingSource(SourceKinds.ComponentType, typeName));
        return missing;
    }

    private static IntentMetadata Metadata(BindingParts parts, string plane)
    {
        var header = parts.Component.Header;
        return new IntentMetadata
        {
            Id = IntentIds.Of(header.Space, parts.Binding.Line, parts.Binding.Environment),
            Plane = plane,
            Generation = 1,
            Organization = header.Space,
            Project = parts.Component.Project,
            Environment = parts.Binding.Environment,
            Component = header.Name,
            Labels = Own(header.Labels),
            Annotations = Own(header.Annotations),
        };
    }

    // Where its author finds it.
    private static Finding AsWritten(Finding note) =>
        note with { Path = note.Path.Replace($"spec.containers.{ComponentSpecs.Container}.env.", "spec.envVariables.", StringComparison.Ordinal) };

    // What OpenChoreo, Kubernetes and this project write themselves is made anew, never copied.
    private static Dictionary<string, string> Own(IReadOnlyDictionary<string, string> marks) => marks
        .Where(m => m.Key.Split('/')[0] is var domain && (domain == m.Key || !_reservedDomains.Any(r => domain == r || domain.EndsWith("." + r, StringComparison.Ordinal))))
        .ToDictionary();

    private static readonly string[] _reservedDomains = ["openchoreo.dev", "pdp.dev", "kubernetes.io", "k8s.io"];
}
