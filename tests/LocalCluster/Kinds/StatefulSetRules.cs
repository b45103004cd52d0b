using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A StatefulSet's pods find volumes among its claims, and little of it can change.</summary>
internal sealed class StatefulSetRules : WorkloadRules
{
    private static readonly string[] MayChange =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    public override void Default(JsonObject obj)
    {
        base.Default(obj);
        foreach (var claim in obj.Items("spec", "volumeClaimTemplates"))
        {
            claim.TryAdd("kind", "PersistentVolumeClaim");
            claim.TryAdd("apiVersion", "v1");
            if (claim["status"] is JsonObject { Count: 0 } status)
                status["phase"] = "Pending";
        }
    }

    public override void ValidateUpdateLast(JsonObject obj, JsonObject old, ErrorList errors)
    {
        if (JsonEquality.Same(Fixed(obj), Fixed(old)))
            return;
        var fields = string.Join(", ", MayChange.Select(f => $"'{f}'"));
        errors.Forbidden("spec", $"updates to statefulset spec for fields other than {fields} are forbidden");
    }

    protected override IEnumerable<string> Claims(JsonObject obj) =>
        obj.Items("spec", "volumeClaimTemplates").Select(c => c.Text("metadata", "name") ?? "");

    private static JsonObject Fixed(JsonObject set)
    {
        var spec = (JsonObject)(set.At("spec")?.DeepClone() ?? new JsonObject());
        foreach (var field in MayChange)
            spec.Remove(field);
        return spec;
    }
}
