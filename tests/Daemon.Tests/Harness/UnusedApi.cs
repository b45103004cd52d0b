using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>A cluster nobody should talk to, but for what a test overrides.</summary>
internal abstract class UnusedApi : IKubernetesApi
{
    public virtual Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) => throw Unexpected();

    public virtual IAsyncEnumerable<JsonObject> ListAsync(
        GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) => throw Unexpected();

    public virtual IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) =>
        throw Unexpected();

    public virtual Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => throw Unexpected();

    public virtual Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) => throw Unexpected();

    public virtual Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("The test did not expect this call.");
}
