using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>Reads from the store what a call may concern.</summary>
internal sealed class SourceLibrary(ISourceStore store)
{
    /// <summary>The documents of the call as they were before it, by key.</summary>
    public async Task<IReadOnlyDictionary<SourceKey, SourceRecord>> BeforeAsync(ApplyCall call, CancellationToken cancellationToken) =>
        (await store.FindAsync([.. call.Sources.Select(s => s.Key)], cancellationToken)).ToDictionary(r => r.Key);

    /// <summary>
    /// The documents of the call together with those in their namespaces that they may belong to: components, component types, the
    /// plane's bindings, and the releases those name.
    /// </summary>
    public async Task<SourceSet> SetAsync(ApplyCall call, string plane, CancellationToken cancellationToken)
    {
        var known = new List<SourceDocument>();
        foreach (var space in call.Sources.Select(s => s.Key.Space).Distinct())
        {
            known.AddRange((await store.ListAsync("", space, SourceKinds.Component, cancellationToken)).Select(Read));
            known.AddRange((await store.ListAsync("", space, SourceKinds.ComponentType, cancellationToken)).Select(Read));
            known.AddRange((await store.ListAsync(plane, space, SourceKinds.ReleaseBinding, cancellationToken)).Select(Read));
        }

        var named = known.Concat(call.Sources)
            .Where(d => d.Source is BindingSource)
            .Select(d => new SourceKey("", d.Key.Space, SourceKinds.ComponentRelease, ((BindingSource)d.Source).Release))
            .Distinct()
            .ToList();
        known.AddRange((await store.FindAsync(named, cancellationToken)).Select(Read));
        return new SourceSet(plane, known.Concat(call.Sources));
    }

    // It was checked when it came; what this version would say otherwise is said of what is made of it.
    private static SourceDocument Read(SourceRecord record) =>
        SourceDocument.Read((JsonObject)JsonNode.Parse(record.Document)!, record.Key.Kind, record.Key.Plane, index: null, new DocumentReport());
}
