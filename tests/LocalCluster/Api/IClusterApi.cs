using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Api;

/// <summary>
/// The cluster as controllers and the node see it: what HTTP clients get (admission, defaults, validation, generation, conflicts,
/// finalizers, managed fields), in process. Resources are named <c>plural[.group]</c>: <c>pods</c>, <c>deployments.apps</c>.
/// </summary>
/// <remarks>Objects handed out are frozen snapshots shared by everybody: <see cref="JsonNode.DeepClone"/> before changing one.
/// Everything that is refused throws <see cref="ApiException"/>.</remarks>
internal interface IClusterApi
{
    /// <summary>Everything served right now; it grows and shrinks with CustomResourceDefinitions. Garbage collection and the end of a
    /// namespace walk it.</summary>
    IReadOnlyList<ServedResource> Resources { get; }

    /// <summary>The object, or null where there is none.</summary>
    JsonObject? Get(string resource, string? ns, string name);

    /// <summary>All objects of a resource in key order, in one namespace or in all.</summary>
    IReadOnlyList<JsonObject> List(string resource, string? ns = null, Func<JsonObject, bool>? where = null);

    /// <summary>The objects of a resource that bear all of some marks, in key order: found by an index, not by looking at all there are.</summary>
    IReadOnlyList<JsonObject> Marked(string resource, params IReadOnlyList<Mark> marks);

    /// <summary>Creates an object as the field manager <paramref name="manager"/> and returns what was stored.</summary>
    JsonObject Create(string resource, JsonObject obj, string manager);

    /// <summary>Replaces an object; a conflict where <c>metadata.resourceVersion</c> is set and no longer current.</summary>
    JsonObject Update(string resource, JsonObject obj, string manager);

    /// <summary>Replaces an object's status alone; a conflict as with <see cref="Update"/>.</summary>
    JsonObject UpdateStatus(string resource, JsonObject obj, string manager);

    /// <summary>Replaces what a subresource covers: <c>status</c>, <c>scale</c>, or <c>finalize</c> of a namespace (its
    /// <c>spec.finalizers</c>; the last one gone, a terminating namespace goes too).</summary>
    JsonObject UpdateSubresource(string resource, string subresource, JsonObject obj, string manager);

    /// <summary>Schedules a pod that has no node yet.</summary>
    void Bind(string ns, string pod, string node);

    /// <summary>Deletes, or marks for deletion where finalizers or a grace period hold it.</summary>
    void Delete(string resource, string? ns, string name, DeleteOptions? options = null);

    /// <summary>Starts with ADDED for everything that exists, then follows. A reader that falls far behind is brought up to date by
    /// differences: it may miss states between, never the last one.</summary>
    ChannelReader<WatchEvent> Watch(string resource, CancellationToken ct);
}
