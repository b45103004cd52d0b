using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Objects;
using Pdp.Kubernetes.Objects;
using Pdp.Observability.Components;

namespace Pdp.Daemon.Observability.Rollouts;

/// <summary>
/// Puts objects and pods together by who owns whom. ReplicaSets are not followed: that of a pod is known by its owner, and its Deployment by the name it
/// gave it.
/// </summary>
internal static class RolloutTree
{
    private const int MostObjects = 500;
    private const int MostPods = 1000;
    private const string TemplateHash = "pod-template-hash";

    private static readonly string[] _order = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Service"];

    /// <summary>The tree: workloads first.</summary>
    /// <param name="objects">Objects of one intent.</param>
    /// <param name="pods">Its pods.</param>
    public static IReadOnlyList<RolloutNode> Of(IReadOnlyList<JsonObject> objects, IReadOnlyList<JsonObject> pods)
    {
        var known = objects.Take(MostObjects).ToList();
        var uids = known.Select(one => one.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var shown = pods.Take(MostPods).ToList();
        var roots = known.Where(one => OwnerOf(one) is not { } owner || !uids.Contains(owner));
        var orphans = shown.Where(pod => !known.Exists(one => IsOf(pod, one)));
        return [.. Ordered(roots).Select(root => Node(root, known, shown)), .. Ordered(orphans).Select(PodNodes.Of)];
    }

    private static RolloutNode Node(JsonObject one, List<JsonObject> known, List<JsonObject> pods)
    {
        var own = pods.Where(pod => IsOf(pod, one)).ToList();
        var health = HealthAssessor.Of(one, own);
        var children = known.Where(child => OwnerOf(child) is { } owner && owner == one.Uid);
        return new RolloutNode
        {
            Kind = one.Kind ?? "",
            Name = one.Name ?? "",
            Health = health.State,
            Message = health.Message.Length == 0 ? null : health.Message,
            Revision = one.GetString("spec", "template", "metadata", "labels", ManagedMetadata.RevisionLabel),
            Pods = NumbersOf(one),
            CreatedAt = PodNodes.Time(one, "metadata", "creationTimestamp"),
            Children = [.. Ordered(children).Select(child => Node(child, known, pods)), .. one.Kind == "Deployment" ? Sets(own) : Ordered(own).Select(PodNodes.Of)],
        };
    }

    private static IEnumerable<RolloutNode> Sets(List<JsonObject> pods) =>
        from pod in pods
        group pod by pod.ControllerReference?.GetString("name") ?? "" into set
        orderby set.Key
        select new RolloutNode
        {
            Kind = "ReplicaSet",
            Name = set.Key,
            Revision = set.First().Label(ManagedMetadata.RevisionLabel),
            Children = [.. Ordered(set).Select(PodNodes.Of)],
        };

    private static bool IsOf(JsonObject pod, JsonObject owner) => pod.Namespace == owner.Namespace && pod.ControllerReference is { } reference
        && (reference.GetString("uid") == owner.Uid
            || (owner.Kind == "Deployment" && reference.GetString("kind") == "ReplicaSet" && reference.GetString("name") == $"{owner.Name}-{pod.Label(TemplateHash)}"));

    private static string? OwnerOf(JsonObject one) => one.ControllerReference?.GetString("uid");

    private static PodNumbers? NumbersOf(JsonObject one) => one.Kind is "Deployment" or "StatefulSet"
        ? new PodNumbers(one.GetInt64("spec", "replicas") ?? 1, one.GetInt64("status", "updatedReplicas") ?? 0, one.GetInt64("status", "readyReplicas") ?? 0)
        : null;

    private static IEnumerable<JsonObject> Ordered(IEnumerable<JsonObject> objects) => objects
        .OrderBy(one => Array.IndexOf(_order, one.Kind) is var at && at < 0 ? _order.Length : at)
        .ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal);
}
