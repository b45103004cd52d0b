using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>What a Deployment says of its rollout, computed from its ReplicaSets (pkg/controller/deployment/progress.go).</summary>
internal sealed class DeploymentStatus
{
    private readonly JsonObject _deployment;
    private readonly DeploymentSpec _spec;
    private readonly ReplicaSetView? _fresh;
    private readonly int _replicas;
    private readonly int _updated;
    private readonly int _ready;
    private readonly int _available;
    private readonly int _unavailable;
    private readonly JsonArray _conditions;
    private readonly DateTimeOffset _now;

    public DeploymentStatus(JsonObject deployment, DeploymentSpec spec, ReplicaSetView? fresh, IReadOnlyList<ReplicaSetView> all, DateTimeOffset now)
    {
        (_deployment, _spec, _fresh, _now) = (deployment, spec, fresh, now);
        _replicas = all.Sum(set => set.Pods);
        _updated = fresh?.Pods ?? 0;
        _ready = all.Sum(set => set.Ready);
        _available = all.Sum(set => set.Available);
        _unavailable = Math.Max(0, all.Sum(set => set.Replicas) - _available);
        _conditions = deployment.Array("status", "conditions")?.DeepClone().AsArray() ?? [];
        var enough = _available >= spec.FewestAvailable;
        DeploymentConditions.Set(
            _conditions,
            "Available",
            enough ? "True" : "False",
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
            now);
    }

    /// <summary>All pods are of the new template and available.</summary>
    public bool IsComplete => _updated == _spec.Replicas && _replicas == _spec.Replicas && _available == _spec.Replicas;

    /// <summary>Writes the Progressing condition: complete, moving, or stuck for longer than the deadline.</summary>
    public DeploymentStatus WithProgress()
    {
        var failure = _fresh is null ? null : Conditions.Find(_fresh.Object, "ReplicaFailure");
        if (failure is null) DeploymentConditions.Remove(_conditions, "ReplicaFailure");
        else DeploymentConditions.Set(_conditions, "ReplicaFailure", "True", failure.Text("reason") ?? "FailedCreate", failure.Text("message") ?? "", _now);
        if (_spec.ProgressDeadline is not { } deadline)
        {
            DeploymentConditions.Remove(_conditions, "Progressing");
            return this;
        }

        var current = Conditions.In(_conditions, "Progressing");
        var wasComplete = _replicas == _updated && current.Text("reason") == DeploymentConditions.NewReplicaSetAvailable;
        if (wasComplete) return this;
        var subject = _fresh is null ? $"Deployment \"{_deployment.Name()}\"" : $"ReplicaSet \"{_fresh.Name}\"";
        if (IsComplete) Progress("True", DeploymentConditions.NewReplicaSetAvailable, $"{subject} has successfully progressed.");
        else if (IsProgressing) Progress("True", DeploymentConditions.ReplicaSetUpdated, $"{subject} is progressing.", renew: true);
        else if (HasTimedOut(current, deadline)) Progress("False", DeploymentConditions.ProgressDeadlineExceeded, $"{subject} has timed out progressing.");
        return this;
    }

    /// <summary>How long until the deadline can have passed; null when nothing is awaited.</summary>
    public TimeSpan? UntilDeadline
    {
        get
        {
            if (_spec.ProgressDeadline is not { } deadline || IsComplete || Conditions.In(_conditions, "Progressing") is not { } current) return null;
            if (current.Text("reason") is DeploymentConditions.ProgressDeadlineExceeded or DeploymentConditions.NewReplicaSetAvailable) return null;
            // Times are kept in whole seconds, so look a second later than they say.
            return (current.Time("lastUpdateTime") ?? _now) + deadline + TimeSpan.FromSeconds(1) - _now;
        }
    }

    public JsonObject ToJson()
    {
        var status = new JsonObject { ["observedGeneration"] = _deployment.Generation(), ["conditions"] = _conditions.DeepClone() };
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[
            ("replicas", _replicas), ("updatedReplicas", _updated), ("readyReplicas", _ready), ("availableReplicas", _available), ("unavailableReplicas", _unavailable)])
        {
            if (count > 0) status[name] = count;
        }

        if (_deployment.Int("status", "collisionCount") is { } collisions) status["collisionCount"] = collisions;
        return status;
    }

    private bool IsProgressing
    {
        get
        {
            int Was(string name) => _deployment.Int("status", name) ?? 0;
            return _updated > Was("updatedReplicas") || _replicas - _updated < Was("replicas") - Was("updatedReplicas") ||
                _ready > Was("readyReplicas") || _available > Was("availableReplicas");
        }
    }

    private bool HasTimedOut(JsonObject? current, TimeSpan deadline) => current.Text("reason") switch
    {
        null or DeploymentConditions.NewReplicaSetAvailable => false,
        DeploymentConditions.ProgressDeadlineExceeded => true,
        _ => current.Time("lastUpdateTime") is { } since && since + deadline < _now,
    };

    private void Progress(string status, string reason, string message, bool renew = false) =>
        DeploymentConditions.Set(_conditions, "Progressing", status, reason, message, _now, renew);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_updated} updated, {_available} of {_spec.Replicas} available");
}
