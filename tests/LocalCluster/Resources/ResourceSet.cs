using System.Collections.Frozen;

namespace Pdp.LocalCluster.Resources;

/// <summary>One consistent set of served resources.</summary>
internal sealed class ResourceSet
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceDefinition> _byPath;
    private readonly FrozenDictionary<string, ResourceDefinition> _byResource;
    private readonly FrozenDictionary<(string ApiVersion, string Kind), ResourceDefinition> _byKind;

    public ResourceSet(IReadOnlyList<ResourceDefinition> all)
    {
        All = all;
        _byPath = all.ToFrozenDictionary(d => (d.Group, d.Version, d.Plural));
        // Of several versions the one that is stored, or else the first, answers to the name without a version.
        _byResource = all.GroupBy(d => d.Resource, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key, g => g.FirstOrDefault(d => d.Custom is { IsStored: true }) ?? g.First(), StringComparer.Ordinal);
        _byKind = all.ToFrozenDictionary(d => (d.ApiVersion, d.Kind));
    }

    public IReadOnlyList<ResourceDefinition> All { get; }

    public ResourceDefinition? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>By <c>plural[.group]</c>.</summary>
    public ResourceDefinition? Find(string resource) => _byResource.GetValueOrDefault(resource);

    public ResourceDefinition? OfKind(string apiVersion, string kind) => _byKind.GetValueOrDefault((apiVersion, kind));
}
