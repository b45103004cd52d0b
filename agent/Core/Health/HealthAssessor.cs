using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Reads the health of any object from its status, as kstatus and Argo CD understand it.</summary>
public static class HealthAssessor
{
    // Worst first. What is missing is on its way as much as what is not ready; what was stopped on purpose is no fault.
    private static readonly IReadOnlyList<HealthState> Severity =
    [
        HealthState.Degraded, HealthState.Missing, HealthState.Unknown, HealthState.Progressing, HealthState.Suspended, HealthState.Healthy,
    ];

    /// <summary>The health of an object.</summary>
    /// <param name="live">The object as the API server returned it; null when it is not there.</param>
    /// <param name="pods">For a workload, pods among which its own are: they say why it is not ready. May be empty.</param>
    public static ObjectHealth Of(JsonObject? live, IReadOnlyList<JsonObject>? pods = null)
    {
        if (live is null)
            return new ObjectHealth(HealthState.Missing, Message: "is not there");
        if (ManifestObject.IsBeingDeleted(live))
            return Verdict.Progressing("is being deleted");

        var key = ManifestObject.KeyOf(live);
        var health = ByKind(key, live);
        return health.State is HealthState.Progressing or HealthState.Degraded && PodDiagnosis.Of(live, pods ?? []) is { } diagnosis
            ? diagnosis
            : health;
    }

    /// <summary>The health of a whole: that of its worst part.</summary>
    /// <param name="parts">The parts, by the ids the status gives them; the message names the part.</param>
    /// <returns>Healthy when there are no parts.</returns>
    public static ObjectHealth Worst(IEnumerable<(string Id, ObjectHealth Health)> parts)
    {
        var worst = parts
            .OrderBy(part => Severity.ToList().IndexOf(part.Health.State))
            .ThenBy(part => part.Health.Reason is null)
            .ThenBy(part => part.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        if (worst.Health is null)
            return Verdict.Healthy;
        return worst.Health.Message.Length == 0 ? worst.Health : worst.Health with { Message = $"{worst.Id}: {worst.Health.Message}" };
    }

    /// <summary>
    /// Whether an object's health decides how a rollout goes on. That of routes does not: going back to an earlier revision would not make a
    /// gateway take them, and what runs is no worse for it.
    /// </summary>
    public static bool Decides(ObjectKey key) => !IsRoute(key);

    private static bool IsRoute(ObjectKey key) =>
        key.Group == "gateway.networking.k8s.io" && key.Kind.EndsWith("Route", StringComparison.Ordinal);

    private static ObjectHealth ByKind(ObjectKey key, JsonObject live) => (key.Group, key.Kind) switch
    {
        _ when IsUnseen(live) => Verdict.Progressing("the change has not been seen by its controller yet"),
        ("apps", "Deployment") => WorkloadHealth.OfDeployment(live),
        ("apps", "StatefulSet") => WorkloadHealth.OfStatefulSet(live),
        ("apps", "DaemonSet") => WorkloadHealth.OfDaemonSet(live),
        ("apps", "ReplicaSet") => WorkloadHealth.OfReplicaSet(live),
        ("", "Pod") => PodHealth.Of(live),
        ("batch", "Job") => JobHealth.OfJob(live),
        ("batch", "CronJob") => JobHealth.OfCronJob(live),
        ("autoscaling", "HorizontalPodAutoscaler") => ResourceHealth.OfAutoscaler(live),
        ("", "PersistentVolumeClaim") => ResourceHealth.OfClaim(live),
        ("", "Service") => ResourceHealth.OfService(live),
        ("", "Namespace") => ResourceHealth.OfNamespace(live),
        _ when IsRoute(key) => RouteHealth.Of(live),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => ResourceHealth.OfDefinition(live),
        _ => ConditionHealth.Of(live),
    };

    private static bool IsUnseen(JsonObject live) => live.Number("status", "observedGeneration") < live.Number("metadata", "generation");
}
