using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Namespaces;

/// <summary>Gives a namespace what every namespace has, and empties one that ends before it may go.</summary>
internal sealed class NamespaceController(IClusterApi api, IClusterAuthority authority, TimeProvider time, ILogger<NamespaceController> logger)
    : Controller(api, time, logger)
{
    private const string Resource = "namespaces";
    private const string Finalizer = "kubernetes";
    private const string RootCertificates = "kube-root-ca.crt";
    private const string DefaultAccount = "default";
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches =>
        [(Resource, Enqueue), ("configmaps", change => Restore(change, RootCertificates)), ("serviceaccounts", change => Restore(change, DefaultAccount))];

    protected override void Reconcile(ObjectKey key)
    {
        if (Api.Get(Resource, null, key.Name) is not { } ns) return;
        if (ns.IsDeleting()) Empty(ns);
        else Furnish(key.Name);
    }

    private void Restore(WatchEvent change, string name)
    {
        if (change.Type != WatchEventType.Added && change.Object.Name() == name) Enqueue(new ObjectKey(null, change.Object.Namespace()!));
    }

    private void Furnish(string ns)
    {
        if (Api.Get("serviceaccounts", ns, DefaultAccount) is null)
            Api.Create("serviceaccounts", Named("ServiceAccount", ns, DefaultAccount), ManagerName);
        var wanted = new JsonObject { ["ca.crt"] = authority.CertificatePem };
        var there = Api.Get("configmaps", ns, RootCertificates);
        if (there is null)
        {
            var map = Named("ConfigMap", ns, RootCertificates);
            map.Ensure("metadata")["annotations"] = new JsonObject
            {
                ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc.",
            };
            map["data"] = wanted;
            Api.Create("configmaps", map, ManagerName);
        }
        else if (!JsonEquality.Same(there["data"], wanted))
        {
            var restored = there.Copy();
            restored["data"] = wanted;
            Api.Update("configmaps", restored, ManagerName);
        }
    }

    private void Empty(JsonObject ns)
    {
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var resource in Api.Resources.Where(resource => resource.Namespaced))
        {
            foreach (var obj in Api.List(resource.Resource, ns.Name()))
            {
                if (!obj.IsDeleting()) Drop(resource.Resource, obj);
                if (Api.Get(resource.Resource, ns.Name(), obj.Name()) is not null) left[resource.Resource] = left.GetValueOrDefault(resource.Resource) + 1;
            }
        }

        if (left.Count > 0)
        {
            Report(ns, left);
            EnqueueAfter(ObjectKey.Of(ns), LookAgain);
            return;
        }

        if (Api.Get(Resource, null, ns.Name())?.Copy() is not { } empty || empty.Array("spec", "finalizers") is not { } finalizers) return;
        finalizers.RemoveAll(entry => entry.Text() == Finalizer);
        Api.UpdateSubresource(Resource, "finalize", empty, ManagerName);
    }

    private void Drop(string resource, JsonObject obj)
    {
        try
        {
            Api.Delete(resource, obj.Namespace(), obj.Name(), new DeleteOptions(Propagation: Propagation.Background));
        }
        catch (ApiException gone) when (gone.IsNotFound)
        {
            // Its owner took it along.
        }
    }

    private void Report(JsonObject ns, SortedDictionary<string, int> left)
    {
        var fresh = ns.Copy();
        var status = fresh.Ensure("status");
        var conditions = status["conditions"] as JsonArray ?? [];
        status["conditions"] = conditions;
        var message = "Some resources are remaining: " + string.Join(", ", left.Select(entry => $"{entry.Key} has {entry.Value} resource instances"));
        if (Conditions.Set(conditions, "NamespaceContentRemaining", "True", "SomeResourcesRemain", message, Now)) Api.UpdateStatus(Resource, fresh, ManagerName);
    }

    private static JsonObject Named(string kind, string ns, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
    };
}
