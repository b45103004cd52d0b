using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Http;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Patches;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using ObjectKey = Pdp.LocalCluster.Storage.ObjectKey;

namespace Pdp.Simulation.Cluster;

/// <summary>The verbs of the API as the server carries them out: at once, one after another, each written down with who asked for it.</summary>
internal sealed class ClusterVerbs(SimulatedCluster cluster)
{
    public StoredObject? Get(ObjectReference reference) => Table(reference.Kind).Current.Get(KeyOf(reference));

    public ApplyResult Apply(Author author, JsonObject manifest, ApplyOptions options)
    {
        var (resource, key, config) = Read(manifest);
        var subresource = options.Subresource ?? "";
        FieldCheck(resource, config);
        var before = Before(resource, key);
        var result = cluster.Writer.Update(
            resource,
            key,
            current => ApplyPatcher.Merged(
                resource, config, current, options.FieldManager, options.Force, key.Name, subresource, cluster.Clock.GetUtcNow()),
            new LocalCluster.Registry.WriteOptions(options.FieldManager),
            subresource,
            mayCreate: subresource.Length == 0);
        Note(author, subresource.Length == 0 ? "apply" : $"apply {subresource}", resource, key, before, config);
        var action = result.IsNew ? ApplyAction.Created
            : result.Stored.Version == before?.Version ? ApplyAction.Unchanged : ApplyAction.Configured;
        return new ApplyResult(action, Answer(result.Stored), []);
    }

    public JsonObject Create(Author author, JsonObject manifest, Kubernetes.Verbs.CreateOptions options)
    {
        var (resource, key, body) = Read(manifest);
        var how = new LocalCluster.Registry.WriteOptions(options.FieldManager ?? "pdp-agent") { DryRun = options.DryRun };
        var stored = cluster.Writer.Create(resource, key.Namespace, ObjectCodec.Decode(resource, body, how), how);
        if (!options.DryRun) Note(author, "create", resource, stored.Key, null);
        return Answer(stored);
    }

    public JsonObject Replace(Author author, JsonObject manifest, ReplaceOptions options)
    {
        var (resource, key, body) = Read(manifest);
        var how = new LocalCluster.Registry.WriteOptions(options.FieldManager ?? "pdp-agent");
        var before = Before(resource, key);
        var result = cluster.Writer.Update(
            resource, key, _ => new ObjectChange(ObjectCodec.Decode(resource, body, how)), how, options.Subresource ?? "");
        Note(author, "replace", resource, key, before);
        return Answer(result.Stored);
    }

    public JsonObject Patch(Author author, ObjectReference reference, JsonObject patch, PatchOptions options)
    {
        var resource = Definition(reference.Kind);
        var key = KeyOf(reference);
        var how = new LocalCluster.Registry.WriteOptions(options.FieldManager ?? "pdp-agent");
        var sent = Sent(patch);
        var before = Before(resource, key);
        var result = cluster.Writer.Update(resource, key, Patched, how, options.Subresource ?? "");
        Note(author, "patch", resource, key, before);
        return Answer(result.Stored);

        ObjectChange Patched(JsonObject? current)
        {
            var merged = (JsonObject)current!.DeepClone();
            // What the patch does not say is no precondition.
            merged.Object("metadata")!.Remove("resourceVersion");
            MergePatch.Apply(merged, sent);
            return new ObjectChange(ObjectCodec.DecodePatched(resource, WithVersion(merged, current), how), FromCurrent: !Names(sent));
        }
    }

    public DeleteResult Delete(Author author, ObjectReference reference, Kubernetes.Verbs.DeleteOptions options)
    {
        var resource = Definition(reference.Kind);
        var key = KeyOf(reference);
        var before = Before(resource, key);
        try
        {
            var (stored, isGone) = cluster.Deleter.Delete(
                resource, key, new LocalCluster.Api.DeleteOptions(Uid: options.Uid, ResourceVersion: options.ResourceVersion));
            Note(author, "delete", resource, key, before);
            return isGone ? new DeleteResult(DeleteOutcome.Deleted) : new DeleteResult(DeleteOutcome.Deleting, Answer(stored));
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return new DeleteResult(DeleteOutcome.NotFound);
        }
        catch (ApiException e) when (e.IsConflict && (options.Uid ?? options.ResourceVersion) is not null)
        {
            return new DeleteResult(DeleteOutcome.PreconditionFailed);
        }
    }

    public ResourceTable Table(GroupVersionKind kind) => cluster.Store.Table(Definition(kind).StoredAs);

    /// <summary>As a client gets it: parsed from the text, its own to change.</summary>
    public static JsonObject Answer(StoredObject stored) => StrictJson.ParseObject(stored.Text.Span, JsonText.MaxDepth);

    private StoredObject? Before(ResourceDefinition resource, ObjectKey key) => cluster.Store.Table(resource.StoredAs).Current.Get(key);

    private void Note(
        Author author, string verb, ResourceDefinition resource, ObjectKey key, StoredObject? before, JsonObject? sent = null) =>
        cluster.Note(new ClusterWrite(author, verb, resource, key, before?.Value, Before(resource, key)?.Value, sent));

    private static void FieldCheck(ResourceDefinition resource, JsonObject config)
    {
        if (config.Object("metadata")?.ContainsKey("managedFields") == true)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        LocalCluster.Apply.FieldCollector.Check(resource.Type, config);
    }

    private static (ResourceDefinition Resource, ObjectKey Key, JsonObject Body) Read(JsonObject manifest)
    {
        var resource = Definition(GroupVersionKind.Of(manifest));
        var ns = resource.Namespaced ? manifest.Text("metadata", "namespace") ?? "" : "";
        return (resource, new ObjectKey(ns, manifest.Text("metadata", "name") ?? ""), Sent(manifest));
    }

    // Over the wire and back: the numbers of the one side's nodes are not those of the other's.
    private static JsonObject Sent(JsonObject obj) => (JsonObject)JsonText.Parse(JsonText.Bytes(obj))!;

    private static bool Names(JsonObject patch) => patch.Text("metadata", "resourceVersion") is { Length: > 0 };

    private static JsonObject WithVersion(JsonObject merged, JsonObject current)
    {
        if (!Names(merged)) merged.Object("metadata")!["resourceVersion"] = current.Text("metadata", "resourceVersion");
        return merged;
    }

    private static ObjectKey KeyOf(ObjectReference reference) =>
        new(Definition(reference.Kind).Namespaced ? reference.Namespace ?? "" : "", reference.Name);

    private static ResourceDefinition Definition(GroupVersionKind kind) => SimulatedCluster.Find(kind) ?? throw ApiErrors.NoSuchResource();
}
