using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>Compares what shall be with what is.</summary>
public static class Planner
{
    /// <summary>Makes the plan. Pure: the same request gives the same plan.</summary>
    public static DeploymentPlan Plan(PlanRequest request)
    {
        var applies = new ApplySteps(request).Plan();
        var prunes = new PruneSteps(request).Plan();
        var isRefused = applies.Any(step => step.Action == PlanAction.Refuse);
        return new DeploymentPlan(applies, prunes)
        {
            InventoryBefore = isRefused ? request.Inventory : Union(Wanted(request), request.Inventory),
            InventoryAfter = isRefused ? request.Inventory : Union(Wanted(request), Left(request, prunes)),
        };
    }

    private static IEnumerable<InventoryEntry> Wanted(PlanRequest request) =>
        KindOrder.Order(request.Desired, wanted => (wanted.Wave, wanted.Key)).Select(wanted => wanted.Key.ToEntry(wanted.Wave));

    // What is kept stays in the books, so that a later removal finds it; what is somebody else's now does not.
    private static IEnumerable<InventoryEntry> Left(PlanRequest request, IReadOnlyList<PlanStep> prunes)
    {
        var inventory = request.Inventory
            .DistinctBy(entry => ObjectKey.Of(entry).Identity)
            .ToDictionary(entry => ObjectKey.Of(entry).Identity);
        var retained = request.Retained.Where(entry => inventory.ContainsKey(ObjectKey.Of(entry).Identity));
        var kept = prunes
            .Where(step => step.Action == PlanAction.Wait || (step.Action == PlanAction.Keep && !step.IsForeign))
            .Where(step => inventory.ContainsKey(step.Key.Identity))
            .Select(step => inventory[step.Key.Identity]);
        return retained.Concat(kept);
    }

    private static IReadOnlyList<InventoryEntry> Union(IEnumerable<InventoryEntry> first, IEnumerable<InventoryEntry> second) =>
        [.. first.Concat(second).DistinctBy(entry => ObjectKey.Of(entry).Identity)];
}
