using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>Writes down every call an agent makes, and can make any of them fail.</summary>
internal sealed class RecordingApi(IKubernetesApi real) : IKubernetesApi
{
    private readonly ConcurrentQueue<ApiCall> _calls = new();

    /// <summary>Every call so far, leases and events left out: they are no work on an intent.</summary>
    public IReadOnlyList<ApiCall> Calls => [.. _calls.Where(call => call.Kind is not ("Lease" or "Event"))];

    /// <summary>Every write so far.</summary>
    public IReadOnlyList<ApiCall> Writes => [.. Calls.Where(call => call.IsWrite)];

    /// <summary>Asked before each call is made; throws to make it fail.</summary>
    public Action<ApiCall>? Before { get; set; }

    /// <summary>Asked once a call was made, before its answer is handed out; throws to lose the answer.</summary>
    public Action<ApiCall>? After { get; set; }

    /// <summary>Makes another manifest of one that is applied: a mistake that a test plants, to see that it is found.</summary>
    public Func<JsonObject, JsonObject>? Mistake { get; set; }

    /// <summary>Told of each call that has ended, well or not.</summary>
    public Action<ApiCall>? Ended { get; set; }

    /// <summary>An answer of the API server that says no.</summary>
    public static KubernetesException Refusal(int code, string reason, string message = "no") =>
        new("test", new KubernetesStatus(code, reason, message));

    public Task<JsonObject?> GetSchemaAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        real.GetSchemaAsync(kind, cancellationToken);

    public void Forget() => _calls.Clear();

    public Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        MakeAsync(new ApiCall("get", reference.Kind.Kind, reference.Name), () => real.GetAsync(reference, cancellationToken));

    public async IAsyncEnumerable<JsonObject> ListAsync(
        GroupVersionKind kind, ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new ApiCall("list", kind.Kind, "") { Namespace = options.Namespace };
        _calls.Enqueue(call);
        Before?.Invoke(call);
        await foreach (var item in real.ListAsync(kind, options, cancellationToken)) yield return item;
        After?.Invoke(call);
    }

    public IAsyncEnumerable<WatchNotification> WatchAsync(GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken)
    {
        _calls.Enqueue(new ApiCall("watch", kind.Kind, ""));
        return real.WatchAsync(kind, options, cancellationToken);
    }

    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) =>
        MakeAsync(
            new ApiCall("apply", manifest.Kind!, manifest.Name!, options.Subresource),
            () => real.ApplyAsync(Mistake?.Invoke(manifest) ?? manifest, options, cancellationToken));

    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        MakeAsync(new ApiCall("create", manifest.Kind!, manifest.Name ?? ""), () => real.CreateAsync(manifest, options, cancellationToken));

    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        MakeAsync(new ApiCall("replace", manifest.Kind!, manifest.Name!), () => real.ReplaceAsync(manifest, options, cancellationToken));

    public Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) =>
        MakeAsync(
            new ApiCall("patch", reference.Kind.Kind, reference.Name), () => real.PatchAsync(reference, patch, options, cancellationToken));

    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) =>
        MakeAsync(
            new ApiCall("delete", reference.Kind.Kind, reference.Name), () => real.DeleteAsync(reference, options, cancellationToken));

    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) =>
        real.OpenLogAsync(@namespace, pod, options, cancellationToken);

    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        real.ResolveAsync(kind, cancellationToken);

    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) =>
        real.ResolveAsync(group, kind, cancellationToken);

    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => real.GetServerVersionAsync(cancellationToken);

    private async Task<T> MakeAsync<T>(ApiCall call, Func<Task<T>> make)
    {
        _calls.Enqueue(call);
        try
        {
            Before?.Invoke(call);
            var answer = await make();
            After?.Invoke(call);
            return answer;
        }
        finally
        {
            Ended?.Invoke(call);
        }
    }
}
