using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Claims take the default storage class, are protected while in use, and only ever grow.</summary>
internal sealed class PersistentVolumeClaimRules : KindRules
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public override void PrepareCreate(JsonObject obj, WriteContext context)
    {
        var metadata = obj.Object("metadata")!;
        var finalizers = metadata.Array("finalizers") ?? [];
        if (!finalizers.Any(f => f.Text() == "kubernetes.io/pvc-protection"))
            finalizers.Add("kubernetes.io/pvc-protection");
        if (finalizers.Parent is null)
            metadata["finalizers"] = finalizers;
        var spec = obj.Object("spec")!;
        if (!spec.ContainsKey("storageClassName") && DefaultClassName(context) is { } name)
            spec["storageClassName"] = name;
    }

    public override void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors)
    {
        if (!JsonEquality.Same(Fixed(obj, old), Fixed(old, old)))
            errors.Forbidden(
                "spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
    }

    /// <summary>The specification without what may change: the request, and a volume set for the first time.</summary>
    private static JsonObject Fixed(JsonObject claim, JsonObject old)
    {
        var spec = (JsonObject)(claim.At("spec")?.DeepClone() ?? new JsonObject());
        spec.Object("resources")?.Remove("requests");
        if (old.Text("spec", "volumeName") is null)
            spec.Remove("volumeName");
        spec.Remove("volumeAttributesClassName");
        return spec;
    }

    private static string? DefaultClassName(WriteContext context) => context.Store.Table("storageclasses.storage.k8s.io").Current.All(null)
        .FirstOrDefault(c => c.Value.Text("metadata", "annotations", DefaultClass) == "true")?.Key.Name;
}
