using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>The ReplicaSets of one Deployment: the one of its template, and those before it.</summary>
internal sealed class ReplicaSetHistory
{
    private const string Resource = "replicasets.apps";
    private const string Component = "deployment-controller";

    private readonly IClusterApi _api;
    private readonly EventRecorder _events;
    private readonly JsonObject _deployment;
    private readonly DeploymentSpec _spec;
    private readonly Dictionary<string, ReplicaSetView> _sets;

    public ReplicaSetHistory(IClusterApi api, EventRecorder events, JsonObject deployment, DeploymentSpec spec, IEnumerable<ReplicaSetView> sets)
    {
        (_api, _events, _deployment, _spec) = (api, events, deployment, spec);
        _sets = sets.ToDictionary(set => set.Name, StringComparer.Ordinal);
        Find();
    }

    public IReadOnlyList<ReplicaSetView> Sets => [.. _sets.Values];

    /// <summary>The ReplicaSet of the current template; null where none was made yet.</summary>
    public ReplicaSetView? Fresh { get; private set; }

    public IReadOnlyList<ReplicaSetView> Old => [.. _sets.Values.Where(set => set.Name != Fresh?.Name)];

    public ReplicaSetView Named(string name) => _sets[name];

    /// <summary>Looks for the ReplicaSet of the template: the oldest, should there be several.</summary>
    public void Find() => Fresh = _sets.Values
        .Where(set => PodTemplate.Same(set.Object.At("spec", "template"), _deployment.At("spec", "template")))
        .MinBy(set => set.CreatedAt);

    /// <summary>Gives the current template its ReplicaSet and its place as the newest of the history.</summary>
    /// <returns>Its revision, and the reason and message to report where one was made now.</returns>
    public (string? Revision, string? Reason, string? Message) Sync(bool create)
    {
        var revision = Old.Select(set => set.Revision).DefaultIfEmpty(0).Max() + 1;
        if (Fresh is { } fresh)
        {
            var changed = fresh.Object.Copy();
            var annotated = DeploymentAnnotations.Carry(_deployment, changed, revision);
            var patient = (changed.Int("spec", "minReadySeconds") ?? 0) != _spec.MinReadySeconds;
            if (patient) changed.Ensure("spec")["minReadySeconds"] = _spec.MinReadySeconds;
            if (annotated || patient) Store(_api.Update(Resource, changed, Controller.ManagerName));
            return (Fresh!.Object.Annotation(DeploymentAnnotations.Revision), null, null);
        }

        if (!create) return default;
        try
        {
            var made = _api.Create(Resource, NewSet(revision), Controller.ManagerName);
            Store(made);
            Fresh = _sets[made.Name()];
            if (Fresh.Replicas > 0) Announce(Fresh.Name, 0, Fresh.Replicas);
            return (revision.ToString(CultureInfo.InvariantCulture), DeploymentConditions.NewReplicaSetCreated, $"Created new replica set \"{made.Name()}\"");
        }
        catch (ApiException refused) when (refused.IsAlreadyExists)
        {
            CountCollision();
            throw;
        }
    }

    /// <summary>Tells a ReplicaSet its size, and records what the Deployment wants.</summary>
    /// <returns>Whether its size changed.</returns>
    public bool Resize(ReplicaSetView set, int size)
    {
        var changed = set.Object.Copy();
        var recorded = DeploymentAnnotations.RecordScale(changed, _spec);
        if (set.Replicas == size && !recorded) return false;
        changed.Ensure("spec")["replicas"] = size;
        Store(_api.Update(Resource, changed, Controller.ManagerName));
        if (set.Replicas == size) return false;
        Announce(set.Name, set.Replicas, size);
        return true;
    }

    /// <summary>Deletes the oldest empty ReplicaSets over the limit.</summary>
    public void DropOld(int limit)
    {
        var empty = Old.Where(set => set is { Replicas: 0, Pods: 0 } && !set.Object.IsDeleting() && set.Object.Generation() <= (set.Object.Long("status", "observedGeneration") ?? 0)).ToList();
        foreach (var set in empty.OrderBy(set => set.Revision).ThenBy(set => set.CreatedAt).Take(Math.Max(0, empty.Count - limit)))
        {
            _api.Delete(Resource, set.Object.Namespace(), set.Name);
            _sets.Remove(set.Name);
        }
    }

    // A ReplicaSet of another template has the name: the next attempt hashes with the raised count.
    private void CountCollision()
    {
        var counted = _deployment.Copy();
        counted.Ensure("status")["collisionCount"] = (counted.Int("status", "collisionCount") ?? 0) + 1;
        _api.UpdateStatus(DeploymentController.Resource, counted, Controller.ManagerName);
    }

    private JsonObject NewSet(long revision)
    {
        var template = _deployment.At("spec", "template")!.DeepClone().AsObject();
        var hash = PodTemplate.Hash(template, _deployment.Int("status", "collisionCount") ?? 0);
        template.Ensure("metadata").Ensure("labels")[PodTemplate.HashLabel] = hash;
        var selector = _deployment.At("spec", "selector")?.DeepClone().AsObject() ?? [];
        selector.Ensure("matchLabels")[PodTemplate.HashLabel] = hash;
        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{_deployment.Name()}-{hash}",
                ["namespace"] = _deployment.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(OwnerReference.ControllerRef(_deployment, "apps/v1", "Deployment").ToJson()),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = RollingUpdate.NewSize(_spec, 0, _sets.Values.Sum(set => set.Replicas)),
                ["minReadySeconds"] = _spec.MinReadySeconds,
                ["selector"] = selector,
                ["template"] = template,
            },
        };
        DeploymentAnnotations.Carry(_deployment, set, revision);
        DeploymentAnnotations.RecordScale(set, _spec);
        return set;
    }

    private void Store(JsonObject set)
    {
        var view = new ReplicaSetView(set);
        _sets[view.Name] = view;
        if (Fresh?.Name == view.Name) Fresh = view;
    }

    private void Announce(string set, int from, int to) => _events.Normal(
        _deployment, Component, "ScalingReplicaSet", $"Scaled {(to > from ? "up" : "down")} replica set {set} from {from} to {to}");
}
