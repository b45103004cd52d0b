using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;

namespace Pdp.Simulation.Story;

/// <summary>Somebody with kubectl who should not.</summary>
internal sealed class Meddler(World world)
{
    private static readonly GroupVersionKind _deployment = new("apps", "v1", "Deployment");
    private static readonly GroupVersionKind _service = new("", "v1", "Service");
    private static readonly GroupVersionKind _job = new("batch", "v1", "Job");
    private static readonly GroupVersionKind _intent = new("pdp.dev", "v1", "Intent");
    private static readonly GroupVersionKind _lease = new("coordination.k8s.io", "v1", "Lease");

    private readonly Dice _dice = world.Dice.Fork("meddler");
    private readonly ClusterVerbs _verbs = new(world.Cluster);

    /// <summary>Edits or deletes a managed object.</summary>
    public void Drift()
    {
        var kind = _dice.Of([_deployment, _deployment, _service, _job]);
        var managed = world.Cluster.Api.List(
            SimulatedCluster.Find(kind)!.Resource, null, o => o.Object("metadata", "labels").Text(ManagedMetadata.IntentLabel) is not null);
        if (managed.Count == 0) return;
        var victim = _dice.Of(managed);
        world.Weather.Count(Fault.Drift);
        Try(() =>
        {
            if (kind == _job || _dice.Happens(0.4)) _verbs.Delete(Author.Hand, Reference(kind, victim), new Kubernetes.Verbs.DeleteOptions());
            else _verbs.Patch(Author.Hand, Reference(kind, victim), Edit(kind), new PatchOptions { FieldManager = "kubectl-edit" });
        });
    }

    /// <summary>Edits or deletes an Intent resource.</summary>
    public void EditIntent()
    {
        var intents = world.Cluster.Api.List("intents.pdp.dev", SimulatedCluster.AgentNamespace);
        if (intents.Count == 0) return;
        var victim = _dice.Of(intents);
        world.Weather.Count(Fault.IntentEdited);
        var edit = new JsonObject { ["spec"] = new JsonObject { ["generation"] = 1 + _dice.Below(5) } };
        Try(() =>
        {
            if (_dice.Happens(0.3)) _verbs.Delete(Author.Hand, Reference(_intent, victim), new Kubernetes.Verbs.DeleteOptions());
            else _verbs.Patch(Author.Hand, Reference(_intent, victim), edit, new PatchOptions { FieldManager = "kubectl-edit" });
        });
    }

    /// <summary>Takes the lease from whoever has it.</summary>
    public void StealLease()
    {
        if (world.Cluster.Api.List("leases.coordination.k8s.io", SimulatedCluster.AgentNamespace) is not [var lease]) return;
        world.Weather.Count(Fault.LeaseStolen);
        var spec = new JsonObject
        {
            ["holderIdentity"] = $"thief/{_dice.Below(1000)}",
            ["leaseTransitions"] = (lease.Long("spec", "leaseTransitions") ?? 0) + 1,
        };
        Try(() => _verbs.Patch(Author.Hand, Reference(_lease, lease), new JsonObject { ["spec"] = spec }, new PatchOptions()));
    }

    private JsonObject Edit(GroupVersionKind kind) => kind == _deployment
        ? new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 5 + _dice.Below(3) } }
        : new JsonObject { ["spec"] = new JsonObject { ["sessionAffinity"] = "ClientIP" } };

    private static ObjectReference Reference(GroupVersionKind kind, JsonObject obj) =>
        new(kind, obj.Text("metadata", "namespace"), obj.Text("metadata", "name")!);

    private static void Try(Action meddle)
    {
        try
        {
            meddle();
        }
        catch (ApiException)
        {
            // The server knows better.
        }
    }
}
