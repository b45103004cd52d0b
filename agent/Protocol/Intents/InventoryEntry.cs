namespace Pdp.Protocol.Intents;

/// <summary>An object the agent made.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version it was applied with.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace; null when cluster-scoped.</param>
/// <param name="Name">Name.</param>
/// <param name="Wave">Wave it was applied in; pruned in reverse.</param>
public sealed record InventoryEntry(string Group, string Version, string Kind, string? Namespace, string Name, int Wave = 0);
