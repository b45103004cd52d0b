using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Daemon.Cluster.Intents;
using Pdp.History.Events;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.Protocol.Intents;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Story;
using StoredKey = Pdp.LocalCluster.Storage.ObjectKey;

namespace Pdp.Simulation.Telling;

/// <summary>The world's things in the words of the history.</summary>
internal static class Facts
{
    public static StatusFacts Of(IntentStatus status) =>
        new(status.Phase.ToString(), status.ObservedGeneration, status.RunningGeneration, status.FailedGeneration);

    public static string KeyOf(ResourceDefinition resource, StoredKey key) => $"{resource.Kind}/{key}";

    public static string HashOf(JsonObject obj) => Convert.ToHexStringLower(SHA256.HashData(JsonText.Bytes(obj)))[..12];

    public static string? MarkOf(JsonObject obj) => obj.Object("metadata", "labels").Text(Documents.MarkLabel);

    /// <summary>All that the journal holds.</summary>
    public static JournalHolds Journal(World world) => new(
        world.Chronicle.Newest,
        [.. world.Cluster.Api.List("intents.pdp.dev", SimulatedCluster.AgentNamespace).Select(Held)]);

    /// <summary>All managed objects.</summary>
    public static ClusterHolds Objects(World world) => new(
        world.Chronicle.Newest,
        [
            .. from resource in world.Cluster.Api.Resources
               where resource.Namespaced && resource.Kind is not ("Event" or "PersistentVolumeClaim" or "Pod")
               from obj in world.Cluster.Api.List(resource.Resource)
               let intent = obj.Object("metadata", "labels").Text(ManagedMetadata.IntentLabel)
               // What belongs to another object goes with that.
               where intent is not null && !obj.Items("metadata", "ownerReferences").Any()
               select new HeldObject(
                   $"{resource.Kind}/{obj.Text("metadata", "namespace")}/{obj.Text("metadata", "name")}", intent, MarkOf(obj), Health(obj)),
        ]);

    private static HeldByJournal Held(JsonObject resource)
    {
        var intent = IntentResource.Read((JsonObject)JsonNode.Parse(JsonText.Bytes(resource))!);
        var hasStatus = resource.Object("status") is not null;
        return new HeldByJournal(
            intent.Id,
            intent.Generation,
            intent.Hash,
            intent.RemovalJws is not null,
            hasStatus ? Of(intent.Status) : null,
            [.. intent.Status.Inventory.Where(IsOwn).Select(e => $"{e.Kind}/{e.Namespace}/{e.Name}")]);
    }

    // Namespaces and what stands in each are shared by intents and carry no intent's label; claims stay on purpose.
    private static bool IsOwn(InventoryEntry entry) =>
        entry.Kind is not ("Namespace" or "PersistentVolumeClaim") && !SharedPolicy.Is(ObjectKey.Of(entry));

    private static bool? Health(JsonObject obj) => obj.Text("kind") == "Deployment"
        ? obj.Long("status", "availableReplicas") == obj.Long("spec", "replicas")
            && obj.Long("status", "observedGeneration") == obj.Long("metadata", "generation")
        : null;
}
