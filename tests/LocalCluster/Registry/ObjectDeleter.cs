using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Registry;

/// <summary>Removes objects, or marks them as going where finalizers, a pod's grace period or a namespace's content hold them.</summary>
internal sealed class ObjectDeleter(ObjectStore store, TimeProvider time)
{
    /// <summary>Deletes an object.</summary>
    /// <returns>Its last or marked state, and whether it is gone.</returns>
    public (StoredObject Object, bool IsGone) Delete(ResourceDefinition resource, ObjectKey key, DeleteOptions options)
    {
        var table = store.Table(resource.StoredAs);
        while (true)
        {
            var before = table.Current.Get(key) ?? throw ApiErrors.NotFound(resource, key.Name);
            Preconditions(resource, before, options);
            var marked = Mark(resource, before, options);
            if (marked is not null && JsonEquality.Same(marked, before.Value))
                return (before, false);
            if (options.DryRun)
                return (marked is null ? before : new StoredObject(key, before.Version, marked), marked is null);
            if (marked is null)
            {
                if (store.Remove(table, before))
                    return (before, true);
            }
            else if (store.Replace(table, before, marked) is { } stored)
            {
                return (stored, false);
            }
        }
    }

    /// <summary>The object marked as going, or null where nothing holds it.</summary>
    private JsonObject? Mark(ResourceDefinition resource, StoredObject before, DeleteOptions options)
    {
        var old = before.Value;
        var isNamespace = resource.Resource == "namespaces";
        var finalizers = Deletion.Finalizers(old, options.Propagation);
        var grace = resource.Resource == "pods" ? Deletion.PodGrace(old, options.GracePeriodSeconds) : 0;
        var pending = old.Text("metadata", "deletionTimestamp") is not null;
        if (isNamespace && pending && old.Array("spec", "finalizers")?.Count > 0)
        {
            throw ApiErrors.Conflict(
                resource,
                before.Key.Name,
                "The system is ensuring all content is removed from this namespace.  "
                + "Upon completion, this namespace will automatically be purged by the system.");
        }
        if (finalizers.Count == 0 && grace == 0 && (!isNamespace || (pending && !(old.Array("spec", "finalizers")?.Count > 0))))
            return null;
        if (pending && old.Long("metadata", "deletionGracePeriodSeconds") is { } running)
            grace = Math.Min(grace, running);
        return Marked(old, finalizers, grace, isNamespace);
    }

    private JsonObject Marked(JsonObject old, IReadOnlyList<string> finalizers, long grace, bool isNamespace)
    {
        var obj = (JsonObject)old.DeepClone();
        var metadata = obj.Object("metadata")!;
        var isNew = metadata.Text("deletionTimestamp") is null;
        if (isNew || metadata.Long("deletionGracePeriodSeconds") != grace)
        {
            metadata["deletionTimestamp"] = time.GetUtcNow().AddSeconds(grace)
                .UtcDateTime.ToString(TypedScalars.TimeFormat, CultureInfo.InvariantCulture);
            if (!isNamespace)
                metadata["deletionGracePeriodSeconds"] = grace;
        }
        if (isNew && metadata.Long("generation") is { } generation and > 0)
            metadata["generation"] = generation + 1;
        if (finalizers.Count > 0)
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]);
        else
            metadata.Remove("finalizers");
        if (isNamespace && obj.Object("status") is { } status)
            status["phase"] = "Terminating";
        return obj;
    }

    private static void Preconditions(ResourceDefinition resource, StoredObject before, DeleteOptions options)
    {
        var uid = before.Value.Text("metadata", "uid");
        if (options.Uid is { } wanted && wanted != uid)
        {
            throw Conflict(
                resource,
                before,
                $"the UID in the precondition ({wanted}) does not match the UID in record ({uid}). "
                + "The object might have been deleted and then recreated");
        }
        if (options.ResourceVersion is { } version && version != before.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw Conflict(
                resource,
                before,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({before.Version}). "
                + "The object might have been modified");
        }
    }

    private static ApiException Conflict(ResourceDefinition resource, StoredObject before, string why)
    {
        var conflict = ApiErrors.Conflict(resource, before.Key.Name, why).Status;
        return new ApiException(
            conflict with { Message = $"Operation cannot be fulfilled on {resource.Kind} \"{before.Key.Name}\": {why}" });
    }
}
