using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>What the server adds to a pod (service account, tolerations, quality of service), and how little of one can change.</summary>
internal sealed class PodRules : KindRules
{
    public override void Default(JsonObject obj)
    {
        var spec = obj.Object("spec");
        PodSpecRules.Default(spec);
        spec?.TryAdd("enableServiceLinks", true);
        foreach (var container in spec.Items("containers"))
        {
            foreach (var (resource, limit) in container.Object("resources", "limits") ?? [])
            {
                var resources = container.Object("resources")!;
                if (resources["requests"] is not JsonObject requests)
                    resources["requests"] = requests = [];
                requests.TryAdd(resource, limit?.DeepClone());
            }
        }
    }

    public override void PrepareCreate(JsonObject obj, WriteContext context)
    {
        var spec = obj.Object("spec")!;
        ServiceAccount(obj, spec, context);
        Tolerations(spec);
        spec.TryAdd("priority", 0);
        spec.TryAdd("preemptionPolicy", "PreemptLowerPriority");
        obj["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors) => PodSpecRules.Validate(obj.Object("spec"), "spec", [], errors);

    public override void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors)
    {
        if (!JsonEquality.Same(Fixed(obj), Fixed(old)))
        {
            errors.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    private static void ServiceAccount(JsonObject obj, JsonObject spec, WriteContext context)
    {
        var account = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount") ?? "default";
        spec["serviceAccountName"] = account;
        spec["serviceAccount"] = account;
        var ns = obj.Text("metadata", "namespace") ?? "";
        // The default account follows a namespace within moments; one that was named must be there.
        if (account != "default" && context.Store.Table("serviceaccounts").Current.Get(new ObjectKey(ns, account)) is null)
        {
            throw ApiErrors.Forbidden(BuiltInResources.All.First(r => r.Resource == "pods"), obj.Text("metadata", "name") ?? "",
                $"error looking up service account {ns}/{account}: serviceaccount \"{account}\" not found");
        }
    }

    private static void Tolerations(JsonObject spec)
    {
        if (spec["tolerations"] is not JsonArray tolerations)
            spec["tolerations"] = tolerations = [];
        foreach (var taint in (ReadOnlySpan<string>)["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            var found = false;
            foreach (var toleration in tolerations.Items())
                found |= toleration.Text("key") == taint || (toleration.Text("key") is null && toleration.Text("operator") == "Exists");
            if (!found)
                tolerations.Add(
                    new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static string QualityOfService(JsonObject spec)
    {
        var containers = spec.Items("containers").Concat(spec.Items("initContainers")).ToList();
        if (containers.All(c => ValueCount(c, "requests") == 0 && ValueCount(c, "limits") == 0))
            return "BestEffort";
        var guaranteed = containers.All(c => ((string[])["cpu", "memory"]).All(r =>
            c.Text("resources", "limits", r) is { } limit && (c.Text("resources", "requests", r) ?? limit) == limit));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static int ValueCount(JsonObject container, string which) => container.Object("resources", which)?.Count ?? 0;

    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = (JsonObject)(pod.At("spec")?.DeepClone() ?? new JsonObject());
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
            container.Remove("image");
        spec.Remove("activeDeadlineSeconds");
        spec.Remove("tolerations");
        spec.Remove("terminationGracePeriodSeconds");
        spec.Remove("schedulingGates");
        return spec;
    }
}
