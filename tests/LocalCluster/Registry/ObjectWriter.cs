using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Apply;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Registry;

/// <summary>Every way into the store: create, update, patch and apply end here, with the same rules for all.</summary>
internal sealed class ObjectWriter(
    ObjectStore store, ServiceAddresses addresses, TimeProvider time, LocalClusterOptions? cluster = null, Func<Guid>? newUid = null)
{
    /// <summary>How often a write that came second starts over before the client hears of it.</summary>
    private const int MaxAttempts = 20;

    private const int MaxNameAttempts = 8;

    /// <summary>What a new object cannot bring along.</summary>
    private static readonly string[] SetByServer =
        ["resourceVersion", "selfLink", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private readonly NamespaceGate _namespaces = new(store);
    private readonly Func<Guid> _newUid = newUid ?? Guid.NewGuid;

    /// <summary>Creates an object.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="ns">The namespace it goes to; empty for cluster-wide ones.</param>
    /// <param name="obj">The decoded object; belongs to the writer from here on.</param>
    /// <param name="options">How.</param>
    public StoredObject Create(ResourceDefinition resource, string ns, JsonObject obj, WriteOptions options)
    {
        Tracker(resource, "").Update(null, obj, options.Manager, time.GetUtcNow());
        return CreateTracked(resource, ns, obj, options);
    }

    /// <summary>Changes an object, or creates it where that is allowed and there is none.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="key">Its key.</param>
    /// <param name="change">What to do; says whether ownership has been dealt with already. May run several times.</param>
    /// <param name="options">How.</param>
    /// <param name="subresource">What of the object is meant: all of it (empty), or <c>status</c>, <c>scale</c>, <c>finalize</c>,
    /// <c>binding</c>.</param>
    /// <param name="mayCreate">Create where there is none.</param>
    public WriteResult Update(
        ResourceDefinition resource,
        ObjectKey key,
        Func<JsonObject?, ObjectChange> change,
        WriteOptions options,
        string subresource = "",
        bool mayCreate = false)
    {
        var table = store.Table(resource.StoredAs);
        for (var attempt = 1; ; attempt++)
        {
            var before = table.Current.Get(key);
            if (before is null && !mayCreate)
                throw ApiErrors.NotFound(resource, key.Name);
            var changed = change(before?.Value);
            if (before is null)
            {
                if (Created(resource, key, changed, options, isLast: attempt == MaxAttempts) is { } created)
                    return created;
                continue;
            }
            var conditional = Preconditions(resource, before, changed.Object, subresource);
            if (Finish(resource, before, changed, options, subresource) is not { } after)
                return new WriteResult(before, false);
            if (options.DryRun)
                return new WriteResult(new StoredObject(key, before.Version, after), false);
            if (Store(table, before, after) is { } stored)
                return new WriteResult(stored, false);
            if ((conditional && !changed.FromCurrent) || attempt == MaxAttempts)
                throw ApiErrors.Modified(resource, key.Name);
        }
    }

    /// <summary>Creates what was to be changed; null where somebody else was faster, so that there is something to change now.</summary>
    private WriteResult? Created(ResourceDefinition resource, ObjectKey key, ObjectChange changed, WriteOptions options, bool isLast)
    {
        if (changed.Object.Text("metadata", "uid") is { Length: > 0 })
            throw ApiErrors.Conflict(
                resource, key.Name, "uid mismatch: the provided object specified a uid, and no existing object was found");
        try
        {
            var stored = changed.IsTracked
                ? CreateTracked(resource, key.Namespace, changed.Object, options)
                : Create(resource, key.Namespace, changed.Object, options);
            return new WriteResult(stored, true);
        }
        catch (ApiException e) when (e.IsAlreadyExists && !isLast)
        {
            return null;
        }
    }

    private StoredObject CreateTracked(ResourceDefinition resource, string ns, JsonObject obj, WriteOptions options)
    {
        var metadata = obj.Object("metadata") ?? throw ApiErrors.BadRequest("metadata must be an object");
        SetNamespace(resource, metadata, ns);
        var generated = metadata.Text("name") is not { Length: > 0 } && metadata.Text("generateName") is { Length: > 0 };
        for (var attempt = 1; ; attempt++)
        {
            if (generated)
                metadata["name"] = NameGenerator.Generate(metadata.Text("generateName")!);
            var name = metadata.Text("name") ?? "";
            var key = new ObjectKey(ns, name);
            _namespaces.Check(resource, key);
            if (attempt == 1)
                PrepareNew(resource, obj, options);
            ObjectValidator.Create(resource, obj);
            if (options.DryRun)
                return DryCreate(resource, key, obj);
            if (store.Create(store.Table(resource.StoredAs), key, obj, () => _namespaces.Check(resource, key)) is { } stored)
                return stored;
            if (!generated || attempt == MaxNameAttempts)
                throw ApiErrors.AlreadyExists(resource, name);
        }
    }

    private StoredObject DryCreate(ResourceDefinition resource, ObjectKey key, JsonObject obj)
    {
        if (store.Table(resource.StoredAs).Current.Get(key) is not null)
            throw ApiErrors.AlreadyExists(resource, key.Name);
        return new StoredObject(key, store.Version, obj);
    }

    private void PrepareNew(ResourceDefinition resource, JsonObject obj, WriteOptions options)
    {
        var metadata = obj.Object("metadata")!;
        foreach (var field in SetByServer)
            metadata.Remove(field);
        var now = time.GetUtcNow();
        metadata["uid"] = _newUid().ToString();
        metadata["creationTimestamp"] = now.UtcDateTime.ToString(TypedScalars.TimeFormat, CultureInfo.InvariantCulture);
        if (resource.CountsGenerations)
            metadata["generation"] = 1L;
        if (resource.HasStatus)
            ResetStatus(resource, obj);
        cluster?.Mutate?.Invoke(obj);
        resource.Rules.PrepareCreate(obj, new WriteContext(store, now, addresses, options.DryRun));
    }

    private static void ResetStatus(ResourceDefinition resource, JsonObject obj)
    {
        if (resource.Custom is not null)
            obj.Remove("status");
        else
            obj["status"] = resource.InitialStatus?.DeepClone() ?? new JsonObject();
    }

    private static void SetNamespace(ResourceDefinition resource, JsonObject metadata, string ns)
    {
        if (!resource.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }
        if (metadata.Text("namespace") is { Length: > 0 } given && given != ns)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["namespace"] = ns;
    }

    /// <summary>Whether the client's version binds the write to the state it has seen.</summary>
    private static bool Preconditions(ResourceDefinition resource, StoredObject before, JsonObject obj, string subresource)
    {
        var name = before.Key.Name;
        if (obj.Text("metadata", "uid") is { Length: > 0 } uid && uid != before.Value.Text("metadata", "uid"))
            throw ApiErrors.Conflict(
                resource,
                name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Value.Text("metadata", "uid")}");
        var version = obj.Text("metadata", "resourceVersion");
        if (version is null or "" or "0")
        {
            if (!resource.AllowsUnconditionalUpdate && subresource.Length == 0)
                throw ApiErrors.Invalid(
                    resource.Resource,
                    name,
                    "metadata.resourceVersion",
                    "FieldValueInvalid",
                    "Invalid value: 0: must be specified for an update");
            return false;
        }
        return version == before.Version.ToString(CultureInfo.InvariantCulture) ? true : throw ApiErrors.Modified(resource, name);
    }

    /// <summary>The new state, validated; null where nothing changed.</summary>
    private JsonObject? Finish(
        ResourceDefinition resource, StoredObject before, ObjectChange changed, WriteOptions options, string subresource)
    {
        var (obj, old) = (changed.Object, before.Value);
        var now = time.GetUtcNow();
        SetNamespace(resource, obj.Object("metadata") ?? throw ApiErrors.BadRequest("metadata must be an object"), before.Key.Namespace);
        MetadataRules.CarryOver(obj, old);
        Isolation.Apply(resource, obj, old, subresource);
        if (!changed.IsTracked)
            Tracker(resource, subresource).Update(old, obj, options.Manager, now);
        if (subresource.Length == 0)
        {
            cluster?.Mutate?.Invoke(obj);
            resource.Rules.PrepareUpdate(obj, old, new WriteContext(store, now, addresses, options.DryRun));
        }

        Generations.Count(resource, obj, old);
        ObjectValidator.Update(resource, obj, old, subresource);
        obj.Object("metadata")!["resourceVersion"] = before.Version.ToString(CultureInfo.InvariantCulture);
        return Sameness.SameButTimes(obj, old) ? null : obj;
    }

    /// <summary>Stores a change; an object that only waited for its last finalizer goes instead.</summary>
    private StoredObject? Store(ResourceTable table, StoredObject before, JsonObject after)
    {
        if (!Deletion.IsDue(before.Value, after))
            return store.Replace(table, before, after);
        return store.Remove(table, before) ? new StoredObject(before.Key, before.Version, after) : null;
    }

    internal static FieldTracker Tracker(ResourceDefinition resource, string subresource) =>
        new(resource.Type, resource.ApiVersion, subresource, Isolation.Ignored(resource, subresource));
}

/// <summary>What a change made of an object.</summary>
/// <param name="Object">The object, decoded; belongs to the writer.</param>
/// <param name="IsTracked">Field ownership is up to date already, as after an apply.</param>
/// <param name="FromCurrent">Made of the current state, so that it can be made again of a newer one.</param>
internal readonly record struct ObjectChange(JsonObject Object, bool IsTracked = false, bool FromCurrent = false);

/// <summary>The stored (or, in a dry run, would-be) state, and whether it is a new object's.</summary>
internal readonly record struct WriteResult(StoredObject Stored, bool IsNew);
