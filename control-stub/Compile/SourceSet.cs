using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Compile;

/// <summary>All documents that matter to a call: those that were there and those that came, which take the place of the former.</summary>
internal sealed class SourceSet(string plane, IEnumerable<SourceDocument> documents)
{
    private readonly Dictionary<SourceKey, SourceDocument> _byKey =
        documents.GroupBy(d => d.Key).ToDictionary(g => g.Key, g => g.Last());

    /// <summary>The bindings of the plane, ordered by namespace and name.</summary>
    public IEnumerable<SourceDocument> Bindings => _byKey.Values
        .Where(d => d.Source is BindingSource)
        .OrderBy(d => d.Key.Space, StringComparer.Ordinal).ThenBy(d => d.Key.Name, StringComparer.Ordinal);

    /// <summary>The pipelines, ordered by namespace and name.</summary>
    public IEnumerable<SourceDocument> Pipelines => _byKey.Values
        .Where(d => d.Source is PipelineSource)
        .OrderBy(d => d.Key.Space, StringComparer.Ordinal).ThenBy(d => d.Key.Name, StringComparer.Ordinal);

    /// <summary>What the documents of components say.</summary>
    public IEnumerable<ComponentSource> Components => _byKey.Values.Select(d => d.Source).OfType<ComponentSource>();

    /// <summary>The environment of that name.</summary>
    public SourceDocument? Environment(string space, string name) => Find(space, SourceKinds.Environment, name);

    /// <summary>The component of that name.</summary>
    public SourceDocument? Component(string space, string name) => Find(space, SourceKinds.Component, name);

    /// <summary>The release of that name.</summary>
    public SourceDocument? Release(string space, string name) => Find(space, SourceKinds.ComponentRelease, name);

    /// <summary>The component type that components name so: by its type, or by its own name.</summary>
    public SourceDocument? Type(string space, string type) =>
        _byKey.Values.Where(d => d.Key.Space == space && d.Source is TypeSource)
            .OrderBy(d => d.Key.Name, StringComparer.Ordinal)
            .FirstOrDefault(d => ((TypeSource)d.Source).Type == type || d.Key.Name == type);

    /// <summary>The binding of that name.</summary>
    public SourceDocument? Binding(string space, string name) => _byKey.GetValueOrDefault(new SourceKey(plane, space, SourceKinds.ReleaseBinding, name));

    private SourceDocument? Find(string space, string kind, string name) => _byKey.GetValueOrDefault(new SourceKey("", space, kind, name));
}
