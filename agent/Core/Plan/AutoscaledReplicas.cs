using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>
/// The number of pods of a workload an autoscaler of the same intent looks after. The manifest does not say it, but as long as the agent is
/// its owner (because an earlier manifest said it) leaving it out would take the field away, and Kubernetes would put 1 in its place
/// (Kubernetes documentation, Server-Side Apply, "Transferring ownership"). So until the autoscaler has written it, the agent applies the
/// number it has read, and only in the version it was read in.
/// </summary>
internal sealed class AutoscaledReplicas(IReadOnlyList<DesiredObject> desired)
{
    private static readonly string[] Field = ["spec", "replicas"];

    private readonly Dictionary<(string Kind, string Name), (long Min, long Max)> _ranges = desired
        .Where(o => o.Key is { Group: "autoscaling", Kind: "HorizontalPodAutoscaler" })
        .GroupBy(o => (Kind: o.Manifest.Text("spec", "scaleTargetRef", "kind"), Name: o.Manifest.Text("spec", "scaleTargetRef", "name")))
        .ToDictionary(group => group.Key, group => RangeOf(group.First().Manifest));

    /// <summary>
    /// The number to apply with the manifest; null when nobody but the autoscaler has to say it.
    /// </summary>
    /// <param name="wanted">The workload as it shall be.</param>
    /// <param name="live">The workload as it is.</param>
    public long? ToKeep(DesiredObject wanted, JsonObject live) =>
        RangeOf(wanted) is { } range && (IsAtZero(live) || IsOurs(live))
            ? Math.Clamp(live.Number(Field) ?? 1, range.Min, Math.Max(range.Min, range.Max))
            : null;

    /// <summary>Whether nothing runs and nothing ever will: at zero an autoscaler does nothing.</summary>
    public bool IsStuck(DesiredObject wanted, JsonObject live) => RangeOf(wanted) is not null && IsAtZero(live);

    private (long Min, long Max)? RangeOf(DesiredObject wanted) =>
        wanted.Manifest.At(Field) is null && _ranges.TryGetValue((wanted.Key.Kind, wanted.Key.Name), out var range) ? range : null;

    private static (long Min, long Max) RangeOf(JsonObject autoscaler) =>
        (Math.Max(1, autoscaler.Number("spec", "minReplicas") ?? 1), autoscaler.Number("spec", "maxReplicas") ?? 1);

    private static bool IsAtZero(JsonObject live) => live.Number(Field) == 0;

    private static bool IsOurs(JsonObject live) => OwnedFields.Of(live).Member("spec").Member("replicas").IsOwned;
}
