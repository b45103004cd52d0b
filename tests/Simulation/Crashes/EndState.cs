using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Rollout;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Cluster.Revisions;
using Pdp.LocalCluster.Json;
using Pdp.Protocol.Intents;
using Pdp.Simulation.Cluster;

namespace Pdp.Simulation.Crashes;

/// <summary>All there is once a play has come to rest: every object as somebody wrote it, without what tells one making of it from another.</summary>
/// <param name="Objects">The objects, by what they are.</param>
/// <param name="Status">What the intent's status says that has to be so; null when it is gone.</param>
internal sealed record EndState(IReadOnlyDictionary<string, string> Objects, string? Status)
{
    private static readonly string[] _aside = ["Lease", "Event", "Intent", "CustomResourceDefinition"];

    /// <summary>What is there now.</summary>
    public static EndState Of(World world)
    {
        var status = StatusOf(world);
        return new EndState(
            world.Cluster.Api.Resources.Where(resource => !_aside.Contains(resource.Kind))
                .SelectMany(resource => world.Cluster.Api.List(resource.Resource))
                .ToDictionary(obj => $"{obj.Text("kind")}/{obj.Text("metadata", "namespace")}/{obj.Text("metadata", "name")}", Plain),
            status is null ? null : Told(status));
    }

    /// <summary>The intent's status as it is now; null when it is not there.</summary>
    public static IntentStatus? StatusOf(World world) =>
        world.Cluster.Api.Get("intents.pdp.dev", SimulatedCluster.AgentNamespace, Vendor.Intent) is { } resource
            ? IntentResource.Read((JsonObject)JsonNode.Parse(JsonText.Bytes(resource))!).Status
            : null;

    /// <summary>Every object that is not as in another state.</summary>
    public IEnumerable<string> Differences(EndState expected) =>
        from name in Objects.Keys.Union(expected.Objects.Keys).Order(StringComparer.Ordinal)
        let found = Objects.GetValueOrDefault(name)
        let wanted = expected.Objects.GetValueOrDefault(name)
        where found != wanted
        select wanted is null ? $"{name} is left over" : found is null ? $"{name} is missing" : $"{name} is\n    {found}\n  and has to be\n    {wanted}";

    // Whatever else it says may be told otherwise after a crash: when it began, what was done last.
    private static string Told(IntentStatus status)
    {
        var conditions = status.Conditions.Select(condition => $"{condition.Type}={condition.Status}").Order(StringComparer.Ordinal);
        var inventory = status.Inventory.Select(entry => $"{entry.Kind}/{entry.Name}").Order(StringComparer.Ordinal);
        return $"{status.Phase}, running {status.RunningGeneration} of {status.ObservedGeneration}, failed {status.FailedGeneration}, release {status.RunningRelease}, "
            + $"drift {string.Join(' ', status.Drift.Select(drift => $"{drift.Object.Kind}/{drift.Object.Name}"))}, {string.Join(' ', conditions)}; {string.Join(' ', inventory)}";
    }

    private static string Plain(JsonObject live)
    {
        var plain = live.DeepClone().AsObject();
        plain.Remove("status");
        var metadata = plain.Object("metadata")!;
        foreach (var field in (IEnumerable<string>)["resourceVersion", "generation", "managedFields", "uid", "creationTimestamp"]) metadata.Remove(field);
        if (metadata.Object("annotations") is { } annotations && annotations.Remove(ManagedMetadata.FencingTokenAnnotation) && annotations.Count == 0) metadata.Remove("annotations");
        foreach (var owner in metadata.Items("ownerReferences")) owner.Remove("uid");
        if (plain.Text("type") == RevisionSecret.Type) Settle(plain);
        // At which generation it was removed, and not when.
        if (metadata.Text("name") == RemovedIntents.Name) foreach (var (intent, entry) in plain.Object("data")!.ToList()) plain["data"]![intent] = entry.Text()!.Split(' ')[0];
        // Given one after another.
        foreach (var field in (IEnumerable<string>)["clusterIP", "clusterIPs"]) plain.Object("spec")?.Remove(field);
        return Ordered(plain)!.ToJsonString();
    }

    // What ran is the same way back, whether it was written when it began or when it had run.
    private static void Settle(JsonObject secret)
    {
        if (RevisionSecret.Read(secret) is not { } revision || !RevisionCodec.TryEncode(revision with { Begun = null }, out var bytes)) return;
        secret["data"]!["revision"] = Convert.ToBase64String(bytes);
        var annotations = secret["metadata"]!["annotations"]!.AsObject();
        if (!annotations.Remove(RevisionSecret.BegunAnnotation, out var begun)) return;
        annotations[RevisionSecret.GenerationAnnotation] = begun?.DeepClone();
    }

    // What was written twice may have its members in another order; what a Job's pods are told apart by is made of its uid.
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.Where(member => !member.Key.EndsWith("controller-uid", StringComparison.Ordinal)).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
