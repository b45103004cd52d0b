using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.Simulation.Engine;
using StoredKey = Pdp.LocalCluster.Storage.ObjectKey;

namespace Pdp.Simulation.Cluster;

/// <summary>What clears up in a cluster: what belonged to an object that is gone, and what is in a namespace that goes.</summary>
internal sealed class Housekeeping
{
    private readonly World _world;
    private readonly Dice _dice;

    public Housekeeping(World world)
    {
        (_world, _dice) = (world, world.Dice.Fork("housekeeping"));
        world.Cluster.Tell(Look);
    }

    private void Look(ClusterWrite write)
    {
        if (write is { Resource.Kind: "Namespace", After: { } ns } && ns.Text("status", "phase") == "Terminating")
            Soon(() => Empty(write.Key.Name));
        if (write is { After: null, Before: { } gone, Resource.Kind: "Intent" or "ConfigMap" })
            Soon(() => CollectOwnedBy(gone.Text("metadata", "uid")!));
    }

    private void Soon(Action what) =>
        _world.Timeline.After(_dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3)), what);

    private void Empty(string name)
    {
        if (_world.Cluster.Copy("namespaces", null, name) is not { } ns) return;
        var left = 0;
        foreach (var resource in _world.Cluster.Api.Resources.Where(resource => resource.Namespaced))
        {
            foreach (var obj in _world.Cluster.Api.List(resource.Resource, name))
            {
                Delete(resource, obj);
                if (_world.Cluster.Api.Get(resource.Resource, name, obj.Text("metadata", "name")!) is not null) left++;
            }
        }
        if (left > 0)
        {
            Soon(() => Empty(name));
            return;
        }
        ns["spec"] = new JsonObject();
        _world.Cluster.Api.UpdateSubresource("namespaces", "finalize", ns, "namespace-controller");
        _world.Chronicle.Tell("controller", $"namespace {name} is gone");
    }

    // Only Secrets belong to other objects here.
    private void CollectOwnedBy(string uid)
    {
        foreach (var resource in _world.Cluster.Api.Resources.Where(resource => resource.Resource == "secrets"))
        {
            foreach (var obj in _world.Cluster.Api.List(
                resource.Resource, null, o => o.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid)))
                Delete(resource, obj);
        }
    }

    private void Delete(ServedResource resource, JsonObject obj)
    {
        var key = new StoredKey(obj.Text("metadata", "namespace")!, obj.Text("metadata", "name")!);
        _world.Cluster.Api.Delete(resource.Resource, key.Namespace, key.Name);
        var after = _world.Cluster.Api.Get(resource.Resource, key.Namespace, key.Name);
        var definition = SimulatedCluster.Find(Kubernetes.GroupVersionKind.Parse(resource.ApiVersion, resource.Kind))!;
        _world.Cluster.Note(new ClusterWrite(Author.Controller, "delete", definition, key, obj, after, null));
    }
}
