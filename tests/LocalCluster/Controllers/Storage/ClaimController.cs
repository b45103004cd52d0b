using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Storage;

/// <summary>
/// Binds every claim at once to a volume made for it: a local directory. Keeps a claim that a pod still uses, and takes the volume away
/// with its claim.
/// </summary>
internal sealed class ClaimController(IClusterApi api, NodeDirectories directories, TimeProvider time, EventRecorder events, ILogger<ClaimController> logger)
    : Controller(api, time, logger)
{
    public const string Resource = "persistentvolumeclaims";
    private const string Volumes = "persistentvolumes";
    private const string Classes = "storageclasses.storage.k8s.io";
    private const string DefaultClass = "local-path";
    private const string Protection = "kubernetes.io/pvc-protection";

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Resource, Enqueue), ("pods", OnPod)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        EnsureClass();
        return base.ExecuteAsync(stoppingToken);
    }

    protected override void Reconcile(ObjectKey key)
    {
        var claim = Api.Get(Resource, key.Namespace, key.Name);
        if (claim is null) DropVolumesOf(key);
        else if (claim.IsDeleting()) LetGo(claim);
        else if (claim.Text("status", "phase") is null or "Pending") Bind(claim);
    }

    private void OnPod(WatchEvent change)
    {
        if (change.Type != WatchEventType.Deleted && !change.Object.IsFinished()) return;
        foreach (var claim in ClaimsOf(change.Object)) Enqueue(new ObjectKey(change.Object.Namespace(), claim));
    }

    private void Bind(JsonObject claim)
    {
        var storageClass = claim.Text("spec", "storageClassName") ?? DefaultClass;
        if (storageClass.Length > 0 && Api.Get(Classes, null, storageClass) is null)
        {
            events.Warning(claim, "persistentvolume-controller", "ProvisioningFailed", $"storageclass.storage.k8s.io \"{storageClass}\" not found");
            return;
        }

        var name = $"pvc-{claim.Uid()}";
        Directory.CreateDirectory(directories.Volume(name));
        if (Api.Get(Volumes, null, name) is null) MarkBound(Volumes, Api.Create(Volumes, Volume(claim, name, storageClass), ManagerName), []);
        var bound = claim.Copy();
        bound.Ensure("spec")["volumeName"] = name;
        var annotations = bound.Ensure("metadata").Ensure("annotations");
        annotations["pv.kubernetes.io/bind-completed"] = "yes";
        annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
        bound = Api.Update(Resource, bound, ManagerName);
        MarkBound(Resource, bound, new JsonObject
        {
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = new JsonObject { ["storage"] = Size(claim) },
        });
        events.Normal(claim, "rancher.io/local-path", "ProvisioningSucceeded", $"Successfully provisioned volume {name}");
    }

    private void MarkBound(string resource, JsonObject obj, JsonObject status)
    {
        var bound = obj.Copy();
        status["phase"] = "Bound";
        bound["status"] = status;
        Api.UpdateStatus(resource, bound, ManagerName);
    }

    private JsonObject Volume(JsonObject claim, string name, string storageClass) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolume",
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = "local-cluster" } },
        ["spec"] = new JsonObject
        {
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = new JsonObject { ["storage"] = Size(claim) },
            ["claimRef"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["namespace"] = claim.Namespace(),
                ["name"] = claim.Name(),
                ["uid"] = claim.Uid(),
            },
            ["hostPath"] = new JsonObject { ["path"] = directories.Volume(name), ["type"] = "DirectoryOrCreate" },
            ["persistentVolumeReclaimPolicy"] = "Delete",
            ["storageClassName"] = storageClass,
            ["volumeMode"] = "Filesystem",
        },
    };

    private static string Size(JsonObject claim) => claim.Text("spec", "resources", "requests", "storage") ?? "1Gi";

    private void LetGo(JsonObject claim)
    {
        var used = Api.List("pods", claim.Namespace(), pod => !pod.IsFinished() && ClaimsOf(pod).Contains(claim.Name(), StringComparer.Ordinal)).Count > 0;
        if (used) return;
        var free = claim.Copy();
        if (free.RemoveFinalizer(Protection)) Api.Update(Resource, free, ManagerName);
    }

    private void DropVolumesOf(ObjectKey claim)
    {
        foreach (var volume in Api.List(Volumes, null, volume =>
            volume.Text("spec", "claimRef", "namespace") == claim.Namespace && volume.Text("spec", "claimRef", "name") == claim.Name))
        {
            var free = volume.Copy();
            if (free.RemoveFinalizer("kubernetes.io/pv-protection")) Api.Update(Volumes, free, ManagerName);
            Api.Delete(Volumes, null, volume.Name());
            NodeDirectories.Drop(directories.Volume(volume.Name()));
        }
    }

    private void EnsureClass()
    {
        if (Api.Get(Classes, null, DefaultClass) is not null) return;
        Api.Create(Classes, new JsonObject
        {
            ["apiVersion"] = "storage.k8s.io/v1",
            ["kind"] = "StorageClass",
            ["metadata"] = new JsonObject
            {
                ["name"] = DefaultClass,
                ["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" },
            },
            ["provisioner"] = "rancher.io/local-path",
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "Immediate",
        }, ManagerName);
    }

    private static IEnumerable<string> ClaimsOf(JsonObject pod) =>
        pod.Items("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>();
}
