using System.Text.Json.Nodes;

namespace Pdp.Protocol.Intents;

/// <summary>
/// The spec of a <c>Manifests</c> intent: given objects, applied as they are, in the intent's namespace unless cluster-scoped.
/// </summary>
/// <param name="Prune">Delete what an earlier generation made and this one lacks.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record ManifestsSpec(bool Prune = true) : IntentSpec
{
    /// <summary>What shall be. <c>Undeployed</c> prunes everything.</summary>
    public ComponentState State { get; init; }

    /// <summary>The objects; 1..500.</summary>
    public IReadOnlyList<ManifestResource> Resources { get; init => field = value ?? []; } = [];

    /// <summary>When it must be healthy, and what happens if not.</summary>
    public RolloutSpec Rollout { get; init => field = value ?? new(); } = new();

    /// <summary>Whether all stands still: nothing is rolled out, nothing put back.</summary>
    public bool Paused { get; init; }

    /// <summary>Another one restarts the pods of all its workloads, by an ordinary rollout; null when none was ever asked for.</summary>
    public string? Restart { get; init; }

    /// <summary>What becomes of changes others make.</summary>
    public DriftSpec Drift { get; init => field = value ?? new(); } = new();

    /// <summary>Other intents that must be healthy first.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = value ?? []; } = [];
}

/// <summary>One given object.</summary>
public sealed record ManifestResource
{
    /// <summary>Names the object in the status; unique in the document.</summary>
    public required string Id { get; init; }

    /// <summary>The object: apiVersion, kind, metadata.name and what it has. Its namespace is derived, not taken.</summary>
    public required JsonObject Object { get; init; }

    /// <summary>Lower waves are applied, and healthy, before higher ones. -100..100.</summary>
    public int Wave { get; init; }
}
