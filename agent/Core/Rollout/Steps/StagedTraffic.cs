using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>What leads requests to two revisions that stand side by side.</summary>
internal sealed class StagedTraffic(RenderedWorkload before, RenderedWorkload after, RolloutStage stage)
{
    private readonly string _preview = $"{after.Service?.Name}--{(stage.Strategy == RolloutStrategy.BlueGreen ? "preview" : "canary")}";

    /// <summary>What leads to the component, as the stage has it.</summary>
    /// <param name="own">As the revision before has it.</param>
    /// <param name="next">As the new one has it; null when it has not.</param>
    public DesiredObject Of(DesiredObject own, DesiredObject? next)
    {
        // The switch is the last thing a step does: by then the pods it leads to are healthy.
        if (stage.IsSwitched && next is not null)
            return next with { Wave = LeadingKinds.SwitchWave };
        if (LeadingKinds.IsService(own.Key))
            return own.LedTo(stage is { SplitBy: TrafficSplit.Replicas, IsShared: true } ? null : before.Revision);
        return stage is { SplitBy: TrafficSplit.Routes, IsShared: true } && LeadingKinds.IsRoute(own.Key) && next is not null
            ? own.With(manifest => Share(manifest, next.Manifest)) with { Wave = LeadingKinds.SwitchWave }
            : own;
    }

    /// <summary>The Service that leads to the new revision alone; none for what nobody calls.</summary>
    public IEnumerable<DesiredObject> Preview(IReadOnlyList<DesiredObject> objects) => stage.SplitBy == TrafficSplit.Replicas
        ? []
        : objects.Where(o => o.Key == after.Service).Select(service => service.Renamed(_preview));

    private void Share(JsonObject route, JsonObject next)
    {
        foreach (var (rule, other) in route.Objects("spec", "rules").Zip(next.Objects("spec", "rules")))
        {
            if (Backend(rule, before) is not { } stays || Backend(other, after) is not { } comes)
                continue;
            var (main, share) = (stays.DeepClone().AsObject(), comes.DeepClone().AsObject());
            main["weight"] = 100 - stage.Weight;
            share["name"] = _preview;
            share["weight"] = stage.Weight;
            rule["backendRefs"] = new JsonArray(main, share);
        }
    }

    private static JsonObject? Backend(JsonObject rule, RenderedWorkload workload) =>
        rule.Objects("backendRefs").FirstOrDefault(backend => backend.Text("name") == workload.Service?.Name);
}
