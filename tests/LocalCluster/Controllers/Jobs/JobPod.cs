using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>A pod of a Job.</summary>
internal static class JobPod
{
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";

    /// <summary>A pod to create; <paramref name="index"/> is its place in an indexed Job.</summary>
    public static JsonObject New(JsonObject job, OwnerReference reference, int? index)
    {
        var pod = PodTemplate.NewPod(job.At("spec", "template"), job.Namespace()!, reference);
        var metadata = pod.Ensure("metadata");
        metadata["finalizers"] = new JsonArray([.. metadata.Array("finalizers")?.Select(entry => entry?.DeepClone()) ?? [], JobTally.Finalizer]);
        if (index is not { } place)
        {
            metadata["generateName"] = job.Name() + "-";
            return pod;
        }

        var text = place.ToString(CultureInfo.InvariantCulture);
        metadata["generateName"] = $"{job.Name()}-{text}-";
        metadata.Ensure("annotations")[IndexAnnotation] = text;
        metadata.Ensure("labels")[IndexAnnotation] = text;
        var spec = pod.Ensure("spec");
        spec["hostname"] = $"{job.Name()}-{text}";
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            if (container["env"] is not JsonArray env) container["env"] = env = [];
            env.Add(new JsonObject { ["name"] = "JOB_COMPLETION_INDEX", ["value"] = text });
        }

        return pod;
    }

    /// <summary>The place in an indexed Job, or -1.</summary>
    public static int IndexOf(JsonObject pod) => int.TryParse(pod.Annotation(IndexAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;

    /// <summary>When the last of its containers ended.</summary>
    public static DateTimeOffset EndedAt(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(status => status.Time("state", "terminated", "finishedAt")).Max() ?? pod.CreatedAt();
}
