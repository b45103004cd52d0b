using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>Which bindings of the plane a call may change.</summary>
internal static class AffectedBindings
{
    /// <summary>Those that the call brings, those that something it brings belongs to, and those that call a component it brings for the first time.</summary>
    public static IEnumerable<SourceDocument> Of(ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, SourceSet set)
    {
        var newcomers = call.Sources.Where(s => s.Source is ComponentSource && !before.ContainsKey(s.Key)).ToList();
        return set.Bindings.Where(binding => Parts(binding, set) is var parts
            && (parts.Any(call.Sources.Contains) || newcomers.Any(newcomer => parts.Any(p => Names(p, newcomer)))));
    }

    private static List<SourceDocument> Parts(SourceDocument document, SourceSet set)
    {
        var (space, binding) = (document.Key.Space, (BindingSource)document.Source);
        var component = set.Component(space, binding.Component);
        var type = component is null ? null : set.Type(space, ((ComponentSource)component.Source).Type);
        return [.. new[] { document, component, set.Release(space, binding.Release), type }.OfType<SourceDocument>()];
    }

    // By a short name: one in a namespace of the data plane is connected to whether the component is known or not.
    private static bool Names(SourceDocument part, SourceDocument component)
    {
        var workload = part.Source switch
        {
            ReleaseSource release => release.Workload,
            TypeSource type => type.Workload,
            _ => WorkloadSource.Empty,
        };
        var name = component.Key.Name;
        return part.Key.Space == component.Key.Space && workload.Env
            .SelectMany(v => AddressReader.In(v.Name, v.Value ?? ""))
            .Any(a => a.Host == name || (a.Host.StartsWith(name + "-", StringComparison.Ordinal) && !a.Host.Contains('.', StringComparison.Ordinal)));
    }
}
