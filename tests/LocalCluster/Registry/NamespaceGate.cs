using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Registry;

/// <summary>Objects are only created in namespaces that are there and stay.</summary>
internal sealed class NamespaceGate(ObjectStore store)
{
    private static readonly ResourceDefinition Namespaces = BuiltInResources.All.First(r => r.Resource == "namespaces");

    /// <exception cref="ApiException">There is no such namespace, or it is terminating.</exception>
    public void Check(ResourceDefinition resource, ObjectKey key)
    {
        if (!resource.Namespaced)
            return;
        var ns = store.Table("namespaces")
            .Current.Get(new ObjectKey("", key.Namespace)) ?? throw ApiErrors.NotFound(Namespaces, key.Namespace);
        if (ns.Value.Text("status", "phase") == "Terminating")
        {
            throw ApiErrors.Forbidden(
                resource, key.Name, $"unable to create new content in namespace {key.Namespace} because it is being terminated",
                new StatusCause("NamespaceTerminating", $"namespace {key.Namespace} is being terminated", "metadata.namespace"));
        }
    }
}
