using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A Job selects its pods by its own uid, and its pods end.</summary>
internal sealed class JobRules : KindRules
{
    private static readonly string[] UidLabels = ["batch.kubernetes.io/controller-uid", "controller-uid"];
    private static readonly string[] NameLabels = ["batch.kubernetes.io/job-name", "job-name"];

    public override void Default(JsonObject obj)
    {
        if (obj.Object("spec") is not { } spec)
            return;
        PodSpecRules.Default(spec.Object("template", "spec"));
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism"))
            spec["completions"] = 1;
        spec.TryAdd("parallelism", 1);
        spec.TryAdd("backoffLimit", spec.ContainsKey("backoffLimitPerIndex") ? int.MaxValue : 6);
        spec.TryAdd("completionMode", "NonIndexed");
        spec.TryAdd("suspend", false);
        spec.TryAdd("podReplacementPolicy", spec.ContainsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    }

    public override void PrepareCreate(JsonObject obj, WriteContext context)
    {
        var spec = obj.Object("spec")!;
        if (spec.Bool("manualSelector") == true || spec.Object("template") is not { } template)
            return;
        var uid = obj.Text("metadata", "uid")!;
        if (template["metadata"] is not JsonObject metadata)
            template["metadata"] = metadata = [];
        if (metadata["labels"] is not JsonObject labels)
            metadata["labels"] = labels = [];
        foreach (var label in UidLabels)
            labels[label] = uid;
        foreach (var label in NameLabels)
            labels[label] = obj.Text("metadata", "name");
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [UidLabels[0]] = uid } };
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors) => Validate(obj.Object("spec"), "spec", errors);

    internal static void Validate(JsonObject? spec, string path, ErrorList errors)
    {
        var policy = spec.Text("template", "spec", "restartPolicy");
        if (policy is "Always")
            errors.Required($"{path}.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        PodSpecRules.Validate(spec.Object("template", "spec"), $"{path}.template.spec", [], errors);
        if (spec.Text("completionMode") == "Indexed" && spec.Long("completions") is null)
            errors.Required($"{path}.completions", "when completion mode is Indexed");
    }
}
