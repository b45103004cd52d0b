using System.Text.Json.Nodes;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>One process's way to a shared <see cref="FakeLeaseApi"/>, which fails by itself: sometimes before the write, sometimes after it.</summary>
internal sealed class FailingApi(FakeLeaseApi api, Func<string, bool> failing) : IKubernetesApi
{
    public async Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        if (failing("get")) throw FakeLeaseApi.Unreachable();
        return await api.GetAsync(reference, cancellationToken);
    }

    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        WriteAsync("create", () => api.CreateAsync(manifest, options, cancellationToken));

    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        WriteAsync("replace", () => api.ReplaceAsync(manifest, options, cancellationToken));

    public IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) => api.ListAsync(kind, options, cancellationToken);

    public IAsyncEnumerable<WatchNotification> WatchAsync(GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken) => api.WatchAsync(kind, options, cancellationToken);

    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) => api.ApplyAsync(manifest, options, cancellationToken);

    public Task<JsonObject> PatchAsync(ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) => api.PatchAsync(reference, patch, options, cancellationToken);

    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) => api.DeleteAsync(reference, options, cancellationToken);

    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) => api.OpenLogAsync(@namespace, pod, options, cancellationToken);

    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => api.ResolveAsync(kind, cancellationToken);

    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) => api.ResolveAsync(group, kind, cancellationToken);

    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => api.GetServerVersionAsync(cancellationToken);

    private async Task<JsonObject> WriteAsync(string verb, Func<Task<JsonObject>> write)
    {
        if (failing(verb)) throw FakeLeaseApi.Unreachable();
        var written = await write();
        return failing(verb) ? throw FakeLeaseApi.Unreachable() : written;
    }
}
