using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>Keeps one Lease as an API server does, versions and conflicts included, and fails when a test says so.</summary>
internal sealed class FakeLeaseApi : IKubernetesApi
{
    private readonly Lock _lock = new();
    private long _version;
    private JsonObject? _lease;

    /// <summary>Runs before every call, with its verb; may throw, or wait. One that throws after the write loses the answer.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Runs after every write, before its answer is handed out.</summary>
    public Func<string, CancellationToken, Task> After { get; set; } = static (_, _) => Task.CompletedTask;

    public int Writes { get; private set; }

    public JsonObject? Lease
    {
        get { lock (_lock) return (JsonObject?)_lease?.DeepClone(); }
    }

    public string? Holder => Lease?.GetString("spec", "holderIdentity");

    public static KubernetesException Unreachable() => new("fake", new KubernetesStatus(0, StatusReason.Unreachable, "gone"));

    /// <summary>Somebody else writes the lease.</summary>
    public void Put(string holder, int transitions, string renewTime = "2001-01-01T00:00:00.000000Z")
    {
        lock (_lock)
        {
            _lease = New(new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "agent", ["namespace"] = "pdp-system" },
                ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = 15, ["renewTime"] = renewTime, ["leaseTransitions"] = transitions },
            });
        }
    }

    public async Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        await Before("get", cancellationToken);
        return Lease;
    }

    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        WriteAsync("create", manifest, () => _lease is null ? null : StatusReason.AlreadyExists, cancellationToken);

    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        WriteAsync("replace", manifest, () => _lease is null ? StatusReason.NotFound : _lease.ResourceVersion == manifest.ResourceVersion ? null : StatusReason.Conflict, cancellationToken);

    public IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<WatchNotification> WatchAsync(GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JsonObject> PatchAsync(ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken)
    {
        lock (_lock) _lease = null;
        return Task.FromResult(new DeleteResult(DeleteOutcome.Deleted));
    }

    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<JsonObject> WriteAsync(string verb, JsonObject manifest, Func<string?> refusal, CancellationToken cancellationToken)
    {
        await Before(verb, cancellationToken);
        JsonObject written;
        lock (_lock)
        {
            if (refusal() is { } reason) throw new KubernetesException("fake", new KubernetesStatus(reason == StatusReason.NotFound ? 404 : 409, reason, ""));
            _lease = New(manifest);
            written = (JsonObject)_lease.DeepClone();
            Writes++;
        }
        await After(verb, cancellationToken);
        return written;
    }

    private JsonObject New(JsonObject manifest)
    {
        var lease = (JsonObject)manifest.DeepClone();
        lease.Set($"{++_version}", "metadata", "resourceVersion");
        return lease;
    }
}
