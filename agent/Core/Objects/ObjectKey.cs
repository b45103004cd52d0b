using Pdp.Protocol.Intents;

namespace Pdp.Core.Objects;

/// <summary>Which object. Two keys that differ only in the API version name the same object, see <see cref="Identity"/>.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace; null when cluster-scoped.</param>
/// <param name="Name">Name.</param>
public sealed record ObjectKey(string Group, string Version, string Kind, string? Namespace, string Name)
{
    /// <summary>Group, kind, namespace and name: what the API server tells objects apart by.</summary>
    public (string Group, string Kind, string? Namespace, string Name) Identity => (Group, Kind, Namespace, Name);

    /// <summary>As it stands in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The key of an inventory entry.</summary>
    public static ObjectKey Of(InventoryEntry entry) => new(entry.Group, entry.Version, entry.Kind, entry.Namespace, entry.Name);

    /// <summary>As the inventory keeps it.</summary>
    public InventoryEntry ToEntry(int wave = 0) => new(Group, Version, Kind, Namespace, Name, wave);

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";
}
