using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>What is to be done, in order. Running it is somebody else's business.</summary>
/// <param name="Applies">One step per desired object, by wave, then kind, then name.</param>
/// <param name="Prunes">
/// One step per object that is no longer desired, in the reverse order; to be run once what replaces it is healthy.
/// </param>
public sealed record DeploymentPlan(IReadOnlyList<PlanStep> Applies, IReadOnlyList<PlanStep> Prunes)
{
    /// <summary>Whether anything would be written.</summary>
    public bool HasChanges => Steps.Any(step => step.Writes);

    /// <summary>Every step.</summary>
    public IEnumerable<PlanStep> Steps => Applies.Concat(Prunes);

    /// <summary>Steps that must not happen; when there is one, nothing is applied.</summary>
    public IReadOnlyList<PlanStep> Refusals => [.. Applies.Where(step => step.Action == PlanAction.Refuse)];

    /// <summary>Prunes a guard has stopped; they need a person.</summary>
    public IReadOnlyList<PlanStep> BlockedPrunes => [.. Prunes.Where(step => step.Reason == FailureReason.PruneBlocked)];

    /// <summary>What is left on purpose, such as claims.</summary>
    public IReadOnlyList<InventoryEntry> Kept =>
        [.. Prunes.Where(step => step.Action == PlanAction.Keep).Select(step => step.Key.ToEntry(step.Wave))];

    /// <summary>Whether nothing is left to delete or to wait for.</summary>
    public bool IsPruned => Prunes.All(step => step.Action == PlanAction.Keep);

    /// <summary>The applies of each wave, lowest first.</summary>
    public IEnumerable<IGrouping<int, PlanStep>> Waves => Applies.GroupBy(step => step.Wave);

    /// <summary>The inventory to write down before the first step: what is there and what will be, so that a crash leaks nothing.</summary>
    public IReadOnlyList<InventoryEntry> InventoryBefore { get; init; } = [];

    /// <summary>The inventory once every step has been run.</summary>
    public IReadOnlyList<InventoryEntry> InventoryAfter { get; init; } = [];
}

/// <summary>What happens to one object.</summary>
public sealed record PlanStep
{
    /// <summary>What.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>To which object.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>How the status names it.</summary>
    public required string Id { get; init; }

    /// <summary>Its wave.</summary>
    public int Wave { get; init; }

    /// <summary>What to apply, its hash annotation included; null for prunes.</summary>
    public JsonObject? Manifest { get; init; }

    /// <summary>The uid to delete, so that nothing made in the meantime is hit; null unless pruning.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether somebody changed or deleted what this very manifest had made.</summary>
    public bool IsRepair { get; init; }

    /// <summary>Paths that differ, at most 20; empty when the object is not there.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Who wrote which of <see cref="Fields"/>, as far as the API server knows.</summary>
    public IReadOnlyList<FieldWriter> Writers { get; init; } = [];

    /// <summary>Paths that differ, are contested and not put back yet; the empty one for an object that is not made again yet.</summary>
    public IReadOnlyList<string> Held { get; init; } = [];

    /// <summary>Why it is refused or kept.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>The same for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whether the object turned out to be somebody else's: it is left alone and forgotten.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Whether running it writes to the cluster.</summary>
    public bool Writes => Action switch
    {
        PlanAction.Create => Held.Count == 0,
        PlanAction.Configure or PlanAction.Prune => true,
        _ => false,
    };
}

/// <summary>What a step does.</summary>
public enum PlanAction
{
    /// <summary>It is as wanted; no write.</summary>
    Unchanged,

    /// <summary>It is not there: apply.</summary>
    Create,

    /// <summary>It differs: apply.</summary>
    Configure,

    /// <summary>It is not wanted: delete.</summary>
    Prune,

    /// <summary>It is not wanted, but stays: a claim, a shared namespace, or something no longer ours.</summary>
    Keep,

    /// <summary>It is being deleted; nothing to do but wait.</summary>
    Wait,

    /// <summary>It must not happen.</summary>
    Refuse,
}
