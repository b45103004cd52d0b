using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes;

/// <summary>
/// The Kubernetes API with objects as plain JSON. Safe for many callers at once. Every call fails with a <see cref="KubernetesException"/>
/// and nothing else, but for arguments that are wrong and for cancellation by the caller.
/// </summary>
public interface IKubernetesApi
{
    /// <summary>Reads one object; null when there is none of that name. An unknown kind is an error, not null.</summary>
    Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken);

    /// <summary>Reads the metadata of one object and nothing else of it, where the server can do so; null when there is none of that name.</summary>
    Task<JsonObject?> GetMetadataAsync(ObjectReference reference, CancellationToken cancellationToken) => GetAsync(reference, cancellationToken);

    /// <summary>
    /// Reads a collection page by page, each object once. When the snapshot expires on the server half-way, the rest comes from a newer one.
    /// </summary>
    IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Lists, then follows changes without end: over lost connections, restarted servers and expired versions, until cancelled.
    /// Fails only with what time does not heal: a selector the server does not accept.
    /// </summary>
    IAsyncEnumerable<WatchNotification> WatchAsync(GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Server-side apply; creates the object when it is not there. With <c>metadata.resourceVersion</c> only an object in this version is
    /// changed, with <c>metadata.uid</c> only this very object and none is created; anything else is a conflict.
    /// </summary>
    /// <param name="manifest">The fields this field manager wants, with <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>.</param>
    /// <param name="options">Field manager, force, dry run, …</param>
    /// <param name="cancellationToken">Gives up waiting; the object may have been written all the same.</param>
    Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken);

    /// <summary>Creates an object; the answer has what the server filled in. Serves reviews too, whose answer is their status.</summary>
    Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken);

    /// <summary>Replaces an object; with <c>metadata.resourceVersion</c> set, only when nobody else wrote meanwhile.</summary>
    Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken);

    /// <summary>Changes an object by a JSON merge patch (RFC 7396).</summary>
    Task<JsonObject> PatchAsync(ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes an object. That it is gone already is a result, not an error.</summary>
    Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>Opens the log of a container as raw UTF-8. The caller disposes the stream, which ends the request.</summary>
    Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken);

    /// <summary>How the API serves a kind; null when it does not know it.</summary>
    /// <exception cref="KubernetesException">Whether the kind exists could not be found out.</exception>
    Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken);

    /// <summary>How the API serves a kind in the version it prefers; null when it does not know it.</summary>
    /// <param name="group">The API group; empty for the core one.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KubernetesException">Whether the kind exists could not be found out.</exception>
    Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken);

    /// <summary>The OpenAPI 3 schema of a kind with everything in place; null when the server has none, or this client cannot tell.</summary>
    /// <exception cref="KubernetesException">The server could not be asked.</exception>
    Task<JsonObject?> GetSchemaAsync(GroupVersionKind kind, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);

    /// <summary>The server's version; also the cheapest proof that it can be reached.</summary>
    Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken);
}
