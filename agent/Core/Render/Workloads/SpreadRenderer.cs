using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders over what pods are spread. A wish and not a demand: better two pods in one zone than one that does not run.</summary>
internal static class SpreadRenderer
{
    public static JsonArray? Render(ComponentScope scope) => Sparse.List((scope.Spec.Availability?.Spread ?? []).Select(over => Sparse.Object(
        ("maxSkew", 1),
        ("topologyKey", over == SpreadOver.Zone ? "topology.kubernetes.io/zone" : "kubernetes.io/hostname"),
        ("whenUnsatisfiable", "ScheduleAnyway"),
        ("labelSelector", Sparse.Object(("matchLabels", Sparse.Map(scope.Labels.Selector())))),
        ("matchLabelKeys", new JsonArray(RevisionLabel(scope.Spec.Type))))));

    // Each revision is spread by itself; else the pods of the one that leaves would push those of the next together.
    private static string RevisionLabel(ComponentType type) => type == ComponentType.Stateful ? "controller-revision-hash" : "pod-template-hash";
}
