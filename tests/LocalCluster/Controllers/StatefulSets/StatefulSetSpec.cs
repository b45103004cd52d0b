using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.StatefulSets;

/// <summary>What a StatefulSet asks for.</summary>
internal sealed partial record StatefulSetSpec(
    string Name, int Replicas, int Start, bool Parallel, bool OnDelete, int Partition, int MinReadySeconds, int HistoryLimit, bool DeleteScaledClaims)
{
    public static StatefulSetSpec Of(JsonObject set)
    {
        var spec = set.At("spec");
        return new StatefulSetSpec(
            set.Name(),
            spec.Int("replicas") ?? 1,
            spec.Int("ordinals", "start") ?? 0,
            spec.Text("podManagementPolicy") == "Parallel",
            spec.Text("updateStrategy", "type") == "OnDelete",
            spec.Int("updateStrategy", "rollingUpdate", "partition") ?? 0,
            spec.Int("minReadySeconds") ?? 0,
            spec.Int("revisionHistoryLimit") ?? 10,
            spec.Text("persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete");
    }

    /// <summary>The ordinals there should be, lowest first.</summary>
    public IEnumerable<int> Ordinals => Enumerable.Range(Start, Replicas);

    public bool Wants(int ordinal) => ordinal >= Start && ordinal < Start + Replicas;

    /// <summary>The name of the pod with that ordinal.</summary>
    public string PodName(int ordinal) => $"{Name}-{ordinal}";

    /// <summary>The ordinal in a pod's name; -1 where it has none.</summary>
    public static int OrdinalOf(JsonObject pod) => Trailing().Match(pod.Name()) is { Success: true } match ? int.Parse(match.Groups["ordinal"].ValueSpan) : -1;

    [GeneratedRegex("-(?<ordinal>[0-9]{1,9})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trailing();
}
