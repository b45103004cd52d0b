using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>A ReplicaSet as its Deployment sees it.</summary>
internal sealed record ReplicaSetView(JsonObject Object)
{
    public string Name { get; } = Object.Name();

    public DateTimeOffset CreatedAt { get; } = Object.CreatedAt();

    /// <summary>How many pods it is told to keep.</summary>
    public int Replicas { get; init; } = Object.Int("spec", "replicas") ?? 1;

    /// <summary>How many pods it says there are.</summary>
    public int Pods { get; init; } = Object.Int("status", "replicas") ?? 0;

    public int Ready { get; init; } = Object.Int("status", "readyReplicas") ?? 0;

    public int Available { get; init; } = Object.Int("status", "availableReplicas") ?? 0;

    /// <summary>Its number in the history; 0 when it has none yet.</summary>
    public long Revision => long.TryParse(Object.Annotation(DeploymentAnnotations.Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The most pods its Deployment allowed when it was last scaled; null when it was never recorded.</summary>
    public int? RecordedMost => Recorded(DeploymentAnnotations.MaxReplicas);

    /// <summary>The pods its Deployment wanted when it was last scaled; null when it was never recorded.</summary>
    public int? RecordedDesired => Recorded(DeploymentAnnotations.DesiredReplicas);

    private int? Recorded(string name) =>
        int.TryParse(Object.Annotation(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
