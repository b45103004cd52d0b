using Pdp.Protocol.Intents;

namespace Pdp.Core.Images;

/// <summary>Which container's image is followed.</summary>
public static class FollowedContainer
{
    /// <summary>The container that is named, or the only one that is no sidecar; null when nothing is followed, or it is not clear what.</summary>
    public static string? Of(ComponentSpec component) => component.Follow switch
    {
        null => null,
        { Container: { } named } => component.Containers.ContainsKey(named) ? named : null,
        _ => component.Containers.Where(container => !container.Value.Sidecar).ToList() is [var only] ? only.Key : null,
    };
}
