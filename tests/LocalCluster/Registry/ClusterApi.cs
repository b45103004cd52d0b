using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using ObjectKey = Pdp.LocalCluster.Storage.ObjectKey;

namespace Pdp.LocalCluster.Registry;

/// <summary>The API without the wire, for what runs inside the cluster.</summary>
internal sealed class ClusterApi(ObjectStore store, ResourceRegistry registry, ObjectWriter writer, ObjectDeleter deleter) : IClusterApi
{
    // What is only asked (reviews), measured, or only another face of stored objects (views) is nothing a controller could keep.
    public IReadOnlyList<ServedResource> Resources =>
        [.. registry.Current.All.Where(IsKept).Select(d => new ServedResource(d.Resource, d.ApiVersion, d.Kind, d.Namespaced))];

    public JsonObject? Get(string resource, string? ns, string name) =>
        store.Table(Find(resource).StoredAs).Current.Get(new ObjectKey(ns ?? "", name))?.Value;

    public IReadOnlyList<JsonObject> List(string resource, string? ns = null, Func<JsonObject, bool>? where = null)
    {
        var objects = store.Table(Find(resource).StoredAs).Current.All(ns).Select(o => o.Value);
        return [.. where is null ? objects : objects.Where(where)];
    }

    public IReadOnlyList<JsonObject> Marked(string resource, params IReadOnlyList<Mark> marks) =>
        [.. store.Table(Find(resource).StoredAs).Marked(marks).Select(o => o.Value)];

    public JsonObject Create(string resource, JsonObject obj, string manager)
    {
        var definition = Find(resource);
        var options = new WriteOptions(manager);
        return writer.Create(definition, obj.Text("metadata", "namespace") ?? "", ObjectCodec.Decode(definition, obj, options), options)
            .Value;
    }

    public JsonObject Update(string resource, JsonObject obj, string manager) => UpdateSubresource(resource, "", obj, manager);

    public JsonObject UpdateStatus(string resource, JsonObject obj, string manager) => UpdateSubresource(resource, "status", obj, manager);

    public JsonObject UpdateSubresource(string resource, string subresource, JsonObject obj, string manager)
    {
        var definition = Find(resource);
        var options = new WriteOptions(manager);
        var key = new ObjectKey(definition.Namespaced ? obj.Text("metadata", "namespace") ?? "" : "", obj.Text("metadata", "name") ?? "");
        var change = subresource switch
        {
            "scale" => ScaleView.Writing(definition, obj),
            "finalize" => Finalizing(obj),
            _ => _ => new ObjectChange(ObjectCodec.Decode(definition, obj, options)),
        };
        return writer.Update(definition, key, change, options, subresource).Stored.Value;
    }

    public void Bind(string ns, string pod, string node) =>
        writer.Update(Find("pods"), new ObjectKey(ns, pod), PodBinding.To(node), new WriteOptions("kube-scheduler"), "binding");

    public void Delete(string resource, string? ns, string name, DeleteOptions? options = null) =>
        deleter.Delete(Find(resource), new ObjectKey(ns ?? "", name), options ?? new DeleteOptions());

    public ChannelReader<WatchEvent> Watch(string resource, CancellationToken ct) =>
        new InProcessWatch(store.Table(Find(resource).StoredAs)).Start(ct);

    /// <summary>Takes a namespace's own finalizers from what was sent, and nothing else.</summary>
    internal static Func<JsonObject?, ObjectChange> Finalizing(JsonObject sent) => current =>
    {
        var obj = (JsonObject)current!.DeepClone();
        obj["spec"] = sent.Array("spec", "finalizers") is { Count: > 0 } finalizers
            ? new JsonObject { ["finalizers"] = finalizers.DeepClone() }
            : new JsonObject();
        if (sent.Text("metadata", "resourceVersion") is { Length: > 0 } version)
            obj.Object("metadata")!["resourceVersion"] = version;
        return new ObjectChange(obj, FromCurrent: true);
    };

    private bool IsKept(ResourceDefinition resource) =>
        resource.Can("list") && resource is { View: null, IsMeasured: false } && registry.Current.Find(resource.Resource) == resource;

    private ResourceDefinition Find(string resource) =>
        registry.Current.Find(resource) ?? throw new ApiException(new ApiStatus(404, "NotFound", $"the cluster does not serve {resource}"));
}
