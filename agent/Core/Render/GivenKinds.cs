using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The kinds of the cluster, and those the document itself brings as custom resource definitions.</summary>
internal sealed class GivenKinds
{
    private readonly IKindCatalog _cluster;
    private readonly Dictionary<(string Group, string Kind), KindScope> _given = [];

    public GivenKinds(IKindCatalog cluster, ManifestsSpec spec)
    {
        _cluster = cluster;
        foreach (var resource in spec.Resources.Where(resource => ManifestObject.KindOf(resource.Object) == "CustomResourceDefinition"))
        {
            var (group, kind) = (resource.Object.Text("spec", "group"), resource.Object.Text("spec", "names", "kind"));
            _given[(group, kind)] = resource.Object.Text("spec", "scope") == "Cluster" ? KindScope.Cluster : KindScope.Namespaced;
        }
    }

    /// <summary>Where an object of a kind lives.</summary>
    public KindScope ScopeOf(ObjectKey key) => _cluster.ScopeOf(key.Group, key.Version, key.Kind) is var known and not KindScope.Unknown
        ? known
        : _given.GetValueOrDefault((key.Group, key.Kind), KindScope.Unknown);
}
