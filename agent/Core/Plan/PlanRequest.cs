using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>Everything a plan is made from.</summary>
public sealed record PlanRequest
{
    /// <summary>The intent.</summary>
    public required string IntentId { get; init; }

    /// <summary>What shall be.</summary>
    public required IReadOnlyList<DesiredObject> Desired { get; init; }

    /// <summary>What earlier plans made.</summary>
    public required IReadOnlyList<InventoryEntry> Inventory { get; init; }

    /// <summary>What is.</summary>
    public required LiveState Live { get; init; }

    /// <summary>What is left as others have it.</summary>
    public IReadOnlyList<DriftExemption> Exemptions { get; init; } = [];

    /// <summary>Contested fields that are not put back yet.</summary>
    public IReadOnlyList<HeldField> Held { get; init; } = [];

    /// <summary>What may be done.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <summary>
    /// Whether these very objects were all applied before. Then one that is missing was deleted by somebody; otherwise it may simply not
    /// have been made yet. Default yes.
    /// </summary>
    public bool WasApplied { get; init; } = true;

    /// <summary>Objects kept revisions still name (ConfigMaps, Secrets): not desired, not pruned either.</summary>
    public IReadOnlyList<InventoryEntry> Retained { get; init; } = [];
}

/// <summary>What the cluster holds, as far as this plan is concerned.</summary>
public sealed record LiveState
{
    /// <summary>The live object of every desired and inventory entry that exists, by <see cref="ObjectKey.Identity"/>.</summary>
    public required IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject> Objects { get; init; }

    /// <summary>Persistent volume claims that carry the intent's label. The controller makes them, so no inventory lists them.</summary>
    public IReadOnlyList<JsonObject> Claims { get; init; } = [];

    /// <summary>
    /// Objects the agent made for the intent that neither the inventory nor this plan knows of: a create landed after it was given up, or the
    /// Intent was deleted by hand meanwhile. They are pruned.
    /// </summary>
    public IReadOnlyList<JsonObject> Strays { get; init; } = [];

    /// <summary>
    /// Namespaces known to hold nothing but objects of this intent (and what Kubernetes puts into every namespace). A namespace not
    /// named here is never deleted.
    /// </summary>
    public IReadOnlySet<string> NamespacesOfOurs { get; init; } = new HashSet<string>();
}

/// <summary>What a plan may do.</summary>
public sealed record PlanOptions
{
    /// <summary>Whether what is no longer desired is deleted. Default yes.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>The intent is undeployed or removed: everything goes, however much it is. Default no.</summary>
    public bool Teardown { get; init; }

    /// <summary>Claims go too. Default no.</summary>
    public bool DeleteVolumes { get; init; }

    /// <summary>
    /// With more than <see cref="MaxPruneCount"/> objects, the largest share of the inventory that may vanish at once; 0..1. Default 0.5.
    /// </summary>
    public double MaxPruneShare { get; init; } = 0.5;

    /// <summary>As many objects may always vanish at once. 0 or more. Default 10.</summary>
    public int MaxPruneCount { get; init; } = 10;
}
