using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Pods;

/// <summary>How many pods an object makes at most.</summary>
internal static class ReplicaCount
{
    private static readonly string[][] _fields =
    [
        ["spec", "replicas"], ["spec", "parallelism"], ["spec", "maxReplicas"], ["spec", "maxReplicaCount"],
        ["spec", "jobTemplate", "spec", "parallelism"],
    ];

    /// <summary>The fields that say it, and what they say.</summary>
    public static IEnumerable<(string Path, JsonNode Value)> Fields(CheckedObject wanted) =>
        from field in _fields
        let value = wanted.Manifest.At(field)
        where value is not null
        select (string.Join('.', field), value);

    /// <summary>Most pods of each of its templates at once: its own word, or that of an autoscaler of the same intent.</summary>
    public static long Most(CheckedObject wanted, PolicySubject subject)
    {
        var scalers = subject.Objects.Where(o => o.Manifest.Text("spec", "scaleTargetRef", "name") == wanted.Key.Name
            && o.Manifest.Text("spec", "scaleTargetRef", "kind") == wanted.Key.Kind);
        return scalers.Append(wanted).SelectMany(Fields).Select(field => field.Value.Number() ?? 0).Append(0).Max() is var most and > 0
            ? most
            : Fields(wanted).Any() ? 0 : 1;
    }
}
