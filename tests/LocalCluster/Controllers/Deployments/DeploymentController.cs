using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>Brings Deployments to their template through ReplicaSets, step by step as their pods become available.</summary>
internal sealed class DeploymentController(IClusterApi api, TimeProvider time, EventRecorder events, ILogger<DeploymentController> logger)
    : Controller(api, time, logger)
{
    public const string Resource = "deployments.apps";
    private const string SetResource = "replicasets.apps";

    private readonly Claims _claims = new(api, SetResource);

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), (SetResource, change => EnqueueController(change, "Deployment")), ("pods", OnPod)];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, key.Namespace, key.Name) is not { } deployment) return;
        var sets = _claims.Of(deployment, OwnerReference.ControllerRef(deployment, "apps/v1", "Deployment"));
        var rollout = new Rollout(Api, events, Now, deployment, sets);
        rollout.Advance();
        if (rollout.LookAgainAfter is { } delay) EnqueueAfter(key, delay);
    }

    // Recreate waits for the last old pod to be gone, and no ReplicaSet changes at that moment.
    private void OnPod(WatchEvent change)
    {
        if (change.Type != WatchEventType.Deleted && !change.Object.IsFinished()) return;
        if (change.Object.Controller() is not { Kind: "ReplicaSet" } owner) return;
        var set = Api.Get(SetResource, change.Object.Namespace(), owner.Name);
        if (set?.Controller() is { Kind: "Deployment" } deployment) Enqueue(new ObjectKey(change.Object.Namespace(), deployment.Name));
    }
}
