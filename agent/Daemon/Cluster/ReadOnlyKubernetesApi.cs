using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Cluster;

/// <summary>A client that cannot write: whatever is composed above it, only reads and dry runs reach the cluster.</summary>
internal sealed class ReadOnlyKubernetesApi(IKubernetesApi real) : IKubernetesApi
{
    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? real.ApplyAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? real.CreateAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? real.ReplaceAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? real.PatchAsync(reference, patch, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? real.DeleteAsync(reference, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        real.GetAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) =>
        real.ListAsync(kind, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken) => real.WatchAsync(kind, options, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) =>
        real.OpenLogAsync(@namespace, pod, options, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        real.ResolveAsync(kind, cancellationToken);

    /// <inheritdoc/>
    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => real.GetServerVersionAsync(cancellationToken);

    private static InvalidOperationException Defect() => new("Something that must only look tried to write; nothing was written.");
}
