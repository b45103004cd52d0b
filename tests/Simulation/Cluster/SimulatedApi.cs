using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;
using Pdp.LocalCluster.Resources;

namespace Pdp.Simulation.Cluster;

/// <summary>
/// The API server as one process meets it, over a line that loses and delays. Watches are the product's own: only the two requests they are
/// made of are simulated.
/// </summary>
internal sealed class SimulatedApi(ClusterVerbs verbs, ApiLine line, Func<Author> author) : IKubernetesApi
{
    private static readonly KubernetesApiOptions _options = new();

    public Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) => line.CallAsync(
        $"get {reference.Kind.Kind}/{reference.Name}",
        () => verbs.Get(reference) is { } found ? ClusterVerbs.Answer(found) : null,
        isWrite: false,
        cancellationToken);

    public async IAsyncEnumerable<JsonObject> ListAsync(
        GroupVersionKind kind, ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = new WatchSource(verbs, line, kind, options.Namespace, options.LabelSelector, options.FieldSelector);
        var page = await source.ListAsync(null, cancellationToken);
        foreach (var item in page.Items) yield return item;
    }

    public IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken)
    {
        var source = new WatchSource(verbs, line, kind, options.Namespace, options.LabelSelector, options.FieldSelector);
        var target = Target.Of("watch", kind, options.Namespace);
        return new WatchLoop(new WatchRound(source, target, options, _options, line.Clock), line.Clock, line.Chance).RunAsync(cancellationToken);
    }

    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"apply {About(manifest)}", by => verbs.Apply(by, manifest, options), options.Fencing, cancellationToken);

    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"create {About(manifest)}", by => verbs.Create(by, manifest, options), options.Fencing, cancellationToken);

    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"replace {About(manifest)}", by => verbs.Replace(by, manifest, options), options.Fencing, cancellationToken);

    public Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"patch {About(reference)}", by => verbs.Patch(by, reference, patch, options), options.Fencing, cancellationToken);

    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"delete {About(reference)}", by => verbs.Delete(by, reference, options), options.Fencing, cancellationToken);

    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) =>
        throw new KubernetesException("log", new KubernetesStatus(404, StatusReason.NotFound, "simulated pods write no logs"));

    // Discovery is asked once and cached by the real client.
    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        Task.FromResult(SimulatedCluster.Find(kind) is { } found ? Mapping(found) : null);

    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) =>
        Task.FromResult(SimulatedCluster.Find(group, kind) is { } found ? Mapping(found) : null);

    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) =>
        line.CallAsync("version", () => new ServerVersion("1", "34", "v1.34.0", "linux/amd64"), isWrite: false, cancellationToken);

    // Who writes, and in which term, is settled when the request is sent. As with the real client nobody cuts a fenced write off once it is sent.
    private async Task<T> WriteAsync<T>(string about, Func<Author, T> effect, Fencing? fencing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (fencing?.MaySend() == false)
            throw new KubernetesException(about, new KubernetesStatus(0, StatusReason.NotPermitted, "it is another writer's turn")) { NeverSent = true };
        var by = author();
        return await line.CallAsync(about, () => effect(by), isWrite: true, fencing is null ? cancellationToken : CancellationToken.None);
    }

    private static ResourceMapping Mapping(ResourceDefinition found) => new(
        new GroupVersionKind(found.Group, found.Version, found.Kind),
        found.Plural,
        found.Namespaced,
        found.Verbs.ToFrozenSet(),
        FrozenSet<string>.Empty);

    private static string About(JsonObject manifest) => $"{manifest["kind"]}/{manifest["metadata"]?["name"]}";

    private static string About(ObjectReference reference) => $"{reference.Kind.Kind}/{reference.Name}";
}
