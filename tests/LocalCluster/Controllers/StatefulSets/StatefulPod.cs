using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers.Revisions;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.StatefulSets;

/// <summary>Makes the pod of one ordinal: its lasting name, its labels, its claims.</summary>
internal sealed class StatefulPod(IClusterApi api, JsonObject set, OwnerReference reference)
{
    private const string ClaimResource = "persistentvolumeclaims";

    /// <summary>Creates the claims that are not there yet, then the pod.</summary>
    public JsonObject Create(int ordinal, JsonObject revision)
    {
        var name = $"{set.Name()}-{ordinal}";
        var pod = PodTemplate.NewPod(RevisionHistory.TemplateOf(revision), set.Namespace()!, reference);
        var metadata = pod.Ensure("metadata");
        metadata["name"] = name;
        var labels = metadata.Ensure("labels");
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[RevisionHistory.HashLabel] = revision.Name();
        var spec = pod.Ensure("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service) spec["subdomain"] = service;
        AddClaims(spec, name);
        return api.Create("pods", pod, Controller.ManagerName);
    }

    /// <summary>Deletes the claims of an ordinal that was scaled away.</summary>
    public void DeleteClaims(string podName)
    {
        foreach (var template in set.Items("spec", "volumeClaimTemplates"))
        {
            var name = $"{template.Name()}-{podName}";
            if (api.Get(ClaimResource, set.Namespace(), name) is not null) api.Delete(ClaimResource, set.Namespace(), name);
        }
    }

    private void AddClaims(JsonObject podSpec, string podName)
    {
        if (set.Array("spec", "volumeClaimTemplates") is not { Count: > 0 } templates) return;
        var volumes = podSpec["volumes"] as JsonArray;
        if (volumes is null) podSpec["volumes"] = volumes = [];
        foreach (var template in templates.OfType<JsonObject>())
        {
            var claim = $"{template.Name()}-{podName}";
            if (api.Get(ClaimResource, set.Namespace(), claim) is null) api.Create(ClaimResource, Claim(template, claim), Controller.ManagerName);
            volumes.RemoveAll(volume => volume.Text("name") == template.Name());
            volumes.Add(new JsonObject
            {
                ["name"] = template.Name(),
                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
            });
        }
    }

    private JsonObject Claim(JsonObject template, string name)
    {
        var labels = template.Object("metadata", "labels")?.Copy() ?? [];
        foreach (var (label, value) in set.Object("spec", "selector", "matchLabels") ?? []) labels[label] = value?.DeepClone();
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = set.Namespace(), ["labels"] = labels };
        if (template.At("metadata", "annotations") is { } annotations) metadata["annotations"] = annotations.DeepClone();
        if (set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete") metadata["ownerReferences"] = new JsonArray(reference.ToJson());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone(),
        };
    }
}
