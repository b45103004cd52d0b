using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>Reads from the store what a call may concern.</summary>
internal sealed class SourceLibrary(ISourceStore store, IReleaseStore releases)
{
    /// <summary>The documents of the call as they were before it, by key.</summary>
    public async Task<IReadOnlyDictionary<SourceKey, SourceRecord>> BeforeAsync(ApplyCall call, CancellationToken cancellationToken) =>
        (await store.FindAsync([.. call.Sources.Select(s => s.Key)], cancellationToken)).ToDictionary(r => r.Key);

    /// <summary>
    /// The documents of the call together with those in their namespaces that they may belong to: components, component types, pipelines, the
    /// plane's bindings, and the releases those name.
    /// </summary>
    public async Task<SourceSet> SetAsync(ApplyCall call, string plane, CancellationToken cancellationToken)
    {
        var known = new List<SourceDocument>();
        foreach (var space in call.Sources.Select(s => s.Key.Space).Distinct())
        {
            known.AddRange((await store.ListAsync("", space, SourceKinds.Component, cancellationToken)).Select(SourceDocument.Read));
            known.AddRange((await store.ListAsync("", space, SourceKinds.ComponentType, cancellationToken)).Select(SourceDocument.Read));
            known.AddRange((await store.ListAsync("", space, SourceKinds.DeploymentPipeline, cancellationToken)).Select(SourceDocument.Read));
            known.AddRange((await store.ListAsync("", space, SourceKinds.Environment, cancellationToken)).Select(SourceDocument.Read));
            known.AddRange((await store.ListAsync(plane, space, SourceKinds.ReleaseBinding, cancellationToken)).Select(SourceDocument.Read));
        }

        var named = known.Concat(call.Sources)
            .Where(d => d.Source is BindingSource)
            .Select(d => new SourceKey("", d.Key.Space, SourceKinds.ComponentRelease, ((BindingSource)d.Source).Release))
            .Distinct()
            .ToList();
        known.AddRange((await store.FindAsync(named, cancellationToken)).Select(SourceDocument.Read));
        return new SourceSet(plane, known.Concat(call.Sources));
    }

    /// <summary>What is known of the releases that some bindings name, and of their environments.</summary>
    public async Task<ReleaseShelf> ShelfAsync(
        IReadOnlyList<SourceDocument> documents, SourceSet set, string author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = documents.Select(d => (Binding: (BindingSource)d.Source, Component: set.Component(d.Key.Space, ((BindingSource)d.Source).Component), d.Key.Space))
            .Where(b => b.Component is not null)
            .Select(b => (new BindingKey(b.Space, ((ComponentSource)b.Component!.Source).Project, b.Binding.Line.ToString(), b.Binding.Environment), b.Binding.Release))
            .ToList();
        var bindings = new List<BindingRecord>();
        foreach (var key in keys.Select(k => k.Item1).Distinct())
            if (await releases.BindingAsync(key, cancellationToken) is { } binding)
                bindings.Add(binding);
        var known = await releases.FindAsync([.. keys.Select(k => k.Item1.Release(k.Release))], cancellationToken);
        return new ReleaseShelf(known, bindings, author, now);
    }
}
