using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>The annotations a Deployment keeps its history and its scaling in. <c>kubectl rollout</c> reads them.</summary>
internal static class DeploymentAnnotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    private static readonly string[] Own =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, RevisionHistory, DesiredReplicas, MaxReplicas, "deprecated.deployment.rollback.to"];

    /// <summary>Gives a ReplicaSet the Deployment's annotations and its place in the history.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Carry(JsonObject deployment, JsonObject set, long revision)
    {
        var annotations = set.Ensure("metadata").Ensure("annotations");
        var changed = false;
        foreach (var (name, value) in deployment.Object("metadata", "annotations") ?? [])
        {
            if (!Own.Contains(name, StringComparer.Ordinal)) changed |= SetText(annotations, name, value.Text() ?? "");
        }

        var old = long.TryParse(annotations.Text(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (old >= revision) return changed;
        if (old > 0)
        {
            var history = annotations.Text(RevisionHistory);
            SetText(annotations, RevisionHistory, history is null ? old.ToString(CultureInfo.InvariantCulture) : $"{history},{old}");
        }

        return SetText(annotations, Revision, revision.ToString(CultureInfo.InvariantCulture)) || changed;
    }

    /// <summary>Records on a ReplicaSet what its Deployment wants now, the base of proportional scaling.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool RecordScale(JsonObject set, DeploymentSpec spec)
    {
        var annotations = set.Ensure("metadata").Ensure("annotations");
        var changed = SetText(annotations, DesiredReplicas, spec.Replicas.ToString(CultureInfo.InvariantCulture));
        return SetText(annotations, MaxReplicas, (spec.Replicas + spec.MaxSurge).ToString(CultureInfo.InvariantCulture)) || changed;
    }

    private static bool SetText(JsonObject annotations, string name, string value)
    {
        if (annotations.Text(name) == value) return false;
        annotations[name] = value;
        return true;
    }
}
