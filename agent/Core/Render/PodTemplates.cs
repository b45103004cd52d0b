using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>Finds the pod template in the kinds that have one.</summary>
internal static class PodTemplates
{
    /// <summary>The template; null when the kind has none or the object is malformed, which the API server will say better.</summary>
    public static JsonObject? Of(JsonObject manifest, ObjectKey key) => (key.Group, key.Kind) switch
    {
        ("apps", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") or ("batch", "Job") =>
            manifest.At("spec", "template") as JsonObject,
        ("batch", "CronJob") => manifest.At("spec", "jobTemplate", "spec", "template") as JsonObject,
        _ => null,
    };
}
