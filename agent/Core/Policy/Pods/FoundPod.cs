using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Pods;

/// <summary>A pod spec in an object, or containers that stand alone in one.</summary>
/// <param name="Owner">The object.</param>
/// <param name="Path">Where in it.</param>
/// <param name="Spec">The spec; empty around a container that stands alone.</param>
/// <param name="Containers">All containers, those for the start and ephemeral ones too.</param>
/// <param name="IsWhole">
/// Whether this is all there is, so that what must be set can be asked for. Of what stands alone, something else makes a pod.
/// </param>
internal sealed record FoundPod(
    CheckedObject Owner, string Path, JsonObject Spec, IReadOnlyList<FoundContainer> Containers, bool IsWhole)
{
    private const int MostContainers = 1000;

    /// <summary>A pod spec.</summary>
    public static FoundPod Whole(CheckedObject owner, string path, JsonObject spec)
    {
        var containers = from member in spec
                         let role = RoleOf(member.Key)
                         where role is not null && member.Value is JsonArray
                         from container in In(role.Value, $"{path}.{member.Key}", (JsonArray)member.Value!)
                         select container;
        return new FoundPod(owner, path, spec, [.. containers.Take(MostContainers)], spec["containers"] is JsonArray);
    }

    /// <summary>A container that stands alone.</summary>
    public static FoundPod Loose(CheckedObject owner, string path, JsonObject container) =>
        new(owner, path, [], [new FoundContainer(ContainerRole.Main, path, container)], IsWhole: false);

    /// <summary>The pod's security context; null when it has none.</summary>
    public JsonObject? SecurityContext => Spec["securityContext"] as JsonObject;

    /// <summary>Something about it that is not allowed.</summary>
    public Finding Finding(string field, string what) => Owner.Finding($"{Path}.{field}", what);

    private static IEnumerable<FoundContainer> In(ContainerRole role, string path, JsonArray list) =>
        list.Select((item, i) => (Item: item as JsonObject, Path: $"{path}[{i}]"))
            .Where(item => item.Item is not null)
            .Select(item => new FoundContainer(RoleOf(role, item.Item!), item.Path, item.Item!));

    private static ContainerRole? RoleOf(string list) => list.ToUpperInvariant() switch
    {
        "CONTAINERS" => ContainerRole.Main,
        "INITCONTAINERS" => ContainerRole.Init,
        "EPHEMERALCONTAINERS" => ContainerRole.Ephemeral,
        _ => null,
    };

    private static ContainerRole RoleOf(ContainerRole list, JsonObject container) =>
        list == ContainerRole.Init && container.Text("restartPolicy") == "Always" ? ContainerRole.Sidecar : list;
}
