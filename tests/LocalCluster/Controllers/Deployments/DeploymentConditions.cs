using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>Conditions of a Deployment: one that changes moves to the end of the list, and carries the time of its last update.</summary>
internal static class DeploymentConditions
{
    public const string NewReplicaSetAvailable = "NewReplicaSetAvailable";
    public const string NewReplicaSetCreated = "NewReplicaSetCreated";
    public const string FoundNewReplicaSet = "FoundNewReplicaSet";
    public const string ReplicaSetUpdated = "ReplicaSetUpdated";
    public const string ProgressDeadlineExceeded = "ProgressDeadlineExceeded";
    public const string Paused = "DeploymentPaused";
    public const string Resumed = "DeploymentResumed";

    /// <summary>Sets a condition unless it has that status and reason already; <paramref name="renew"/> refreshes its update time even then.</summary>
    public static void Set(JsonArray conditions, string type, string status, string reason, string message, DateTimeOffset now, bool renew = false)
    {
        var there = Conditions.In(conditions, type);
        var sameStatus = there is not null && there.Text("status") == status;
        if (sameStatus && there!.Text("reason") == reason && !renew) return;
        var fresh = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = now.ToKube(),
            ["lastTransitionTime"] = sameStatus ? there!.Text("lastTransitionTime") : now.ToKube(),
            ["reason"] = reason,
            ["message"] = message,
        };
        if (there is not null) conditions.Remove(there);
        conditions.Add(fresh);
    }

    public static void Remove(JsonArray conditions, string type)
    {
        if (Conditions.In(conditions, type) is { } there) conditions.Remove(there);
    }
}
