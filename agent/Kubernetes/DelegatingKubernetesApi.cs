using System.Text.Json.Nodes;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes;

/// <summary>Passes reads on as they are; what becomes of writes, those who derive from it say. Used by several at once.</summary>
/// <param name="inner">The client behind it.</param>
public abstract class DelegatingKubernetesApi(IKubernetesApi inner) : IKubernetesApi
{
    /// <summary>The client behind it.</summary>
    protected IKubernetesApi Inner { get; } = inner;

    /// <inheritdoc/>
    public abstract Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public Task<JsonObject?> GetSchemaAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        Inner.GetSchemaAsync(kind, cancellationToken);

    /// <inheritdoc/>
    public Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        Inner.GetAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<JsonObject?> GetMetadataAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        Inner.GetMetadataAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) =>
        Inner.ListAsync(kind, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken) => Inner.WatchAsync(kind, options, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) =>
        Inner.OpenLogAsync(@namespace, pod, options, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        Inner.ResolveAsync(kind, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) =>
        Inner.ResolveAsync(group, kind, cancellationToken);

    /// <inheritdoc/>
    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => Inner.GetServerVersionAsync(cancellationToken);
}
