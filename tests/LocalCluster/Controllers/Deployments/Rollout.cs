using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>One look at one Deployment: the next step of its rollout, and its status after it.</summary>
internal sealed class Rollout
{
    private readonly IClusterApi _api;
    private readonly DateTimeOffset _now;
    private readonly DeploymentSpec _spec;
    private readonly ReplicaSetHistory _history;
    private JsonObject _deployment;

    public Rollout(IClusterApi api, EventRecorder events, DateTimeOffset now, JsonObject deployment, IEnumerable<JsonObject> sets)
    {
        (_api, _now, _deployment) = (api, now, deployment);
        _spec = DeploymentSpec.Of(deployment);
        _history = new ReplicaSetHistory(api, events, deployment, _spec, sets.Select(set => new ReplicaSetView(set)));
    }

    /// <summary>When time alone will change something; null when only a change can.</summary>
    public TimeSpan? LookAgainAfter { get; private set; }

    public void Advance()
    {
        if (_deployment.IsDeleting())
        {
            WriteStatus(progress: false);
            return;
        }

        NotePause();
        if (_spec.Paused || IsScaling) ScaleOnly();
        else if (_spec.Recreate) Recreate();
        else Roll();
    }

    private bool IsScaling => _history.Sets.Any(set => set.Replicas > 0 && set.RecordedDesired is { } desired && desired != _spec.Replicas);

    private void ScaleOnly()
    {
        SyncRevision(create: false);
        Scale();
        if (_spec.Paused) _history.DropOld(_spec.HistoryLimit);
        WriteStatus(progress: false);
    }

    private void Scale()
    {
        var active = _history.Sets.Where(set => set.Replicas > 0).ToList();
        var only = active.Count switch
        {
            0 => _history.Fresh ?? _history.Old.MaxBy(set => set.Revision),
            1 => active[0],
            _ => null,
        };
        if (only is not null)
        {
            _history.Resize(only, _spec.Replicas);
            return;
        }

        if (active.Count == 0) return;
        if (IsSaturated)
        {
            foreach (var old in _history.Old.Where(set => set.Replicas > 0).ToList()) _history.Resize(old, 0);
            return;
        }

        if (_spec.Recreate) return;
        foreach (var (set, size) in ProportionalScaling.Sizes(_spec, _deployment.Int("status", "replicas") ?? 0, active)) _history.Resize(set, size);
    }

    private bool IsSaturated =>
        _history.Fresh is { } fresh && fresh.Replicas == _spec.Replicas && fresh.RecordedDesired == _spec.Replicas && fresh.Available == _spec.Replicas;

    private void Roll()
    {
        SyncRevision(create: true);
        var fresh = _history.Fresh!;
        var size = RollingUpdate.NewSize(_spec, fresh.Replicas, _history.Sets.Sum(set => set.Replicas));
        if (!_history.Resize(fresh, size))
        {
            foreach (var (name, smaller) in RollingUpdate.OldSizes(_spec, _history.Fresh, _history.Old)) _history.Resize(_history.Named(name), smaller);
        }

        Finish();
    }

    private void Recreate()
    {
        SyncRevision(create: false);
        var scaledDown = false;
        foreach (var old in _history.Old.Where(set => set.Replicas > 0).ToList()) scaledDown |= _history.Resize(old, 0);
        if (!scaledDown && !OldPodsRun())
        {
            SyncRevision(create: true);
            _history.Resize(_history.Fresh!, _spec.Replicas);
        }

        Finish();
    }

    private bool OldPodsRun()
    {
        return _history.Old.Any(set => _api.Marked("pods", Mark.OwnedBy(set.Object.Uid())).Any(pod => !pod.IsFinished()));
    }

    private void Finish()
    {
        if (WriteStatus(progress: true).IsComplete) _history.DropOld(_spec.HistoryLimit);
    }

    private void SyncRevision(bool create)
    {
        var (revision, madeReason, message) = _history.Sync(create);
        if (revision is null) return;
        var fresh = _deployment.Copy();
        var changed = fresh.Annotation(DeploymentAnnotations.Revision) != revision;
        fresh.Ensure("metadata").Ensure("annotations")[DeploymentAnnotations.Revision] = revision;
        var conditions = ConditionsOf(fresh);
        if (madeReason is null && _spec.ProgressDeadline is not null && Conditions.In(conditions, "Progressing") is null)
            (madeReason, message) = (DeploymentConditions.FoundNewReplicaSet, $"Found new replica set \"{_history.Fresh!.Name}\"");
        if (madeReason is not null && _spec.ProgressDeadline is not null)
        {
            DeploymentConditions.Set(conditions, "Progressing", "True", madeReason, message!, _now);
            changed = true;
        }

        // The revision is written with the status, as the real controller does, so that one manager entry covers both.
        if (changed) _deployment = _api.UpdateStatus(DeploymentController.Resource, fresh, Controller.ManagerName);
    }

    private void NotePause()
    {
        if (_spec.ProgressDeadline is null) return;
        var reason = Conditions.Find(_deployment, "Progressing").Text("reason");
        if (reason == DeploymentConditions.ProgressDeadlineExceeded) return;
        var (paused, noted) = (_spec.Paused, reason == DeploymentConditions.Paused);
        if (paused == noted) return;
        var fresh = _deployment.Copy();
        DeploymentConditions.Set(
            ConditionsOf(fresh),
            "Progressing",
            "Unknown",
            paused ? DeploymentConditions.Paused : DeploymentConditions.Resumed,
            paused ? "Deployment is paused" : "Deployment is resumed",
            _now);
        _deployment = _api.UpdateStatus(DeploymentController.Resource, fresh, Controller.ManagerName);
    }

    private DeploymentStatus WriteStatus(bool progress)
    {
        _history.Find();
        var status = new DeploymentStatus(_deployment, _spec, _history.Fresh, _history.Sets, _now);
        if (progress) status.WithProgress();
        var json = status.ToJson();
        if (!JsonEquality.Same(json, _deployment.At("status")))
        {
            var fresh = _deployment.Copy();
            fresh["status"] = json;
            _deployment = _api.UpdateStatus(DeploymentController.Resource, fresh, Controller.ManagerName);
        }

        LookAgainAfter = status.UntilDeadline;
        return status;
    }

    private static JsonArray ConditionsOf(JsonObject deployment)
    {
        var status = deployment.Ensure("status");
        if (status["conditions"] is JsonArray there) return there;
        var conditions = new JsonArray();
        status["conditions"] = conditions;
        return conditions;
    }
}
