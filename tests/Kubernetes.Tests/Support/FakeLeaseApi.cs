using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
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
    private readonly List<ChannelWriter<JsonObject?>> _watchers = [];
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
            Tell();
        }
    }

    public async Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        await Before("get", cancellationToken);
        Reads++;
        return Lease;
    }

    public Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        WriteAsync("create", manifest, () => _lease is null ? null : StatusReason.AlreadyExists, cancellationToken);

    public Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        WriteAsync("replace", manifest, () => _lease is null ? StatusReason.NotFound : _lease.ResourceVersion == manifest.ResourceVersion ? null : StatusReason.Conflict, cancellationToken);

    public IAsyncEnumerable<JsonObject> ListAsync(GroupVersionKind kind, ListOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Whether the lease can be watched; a candidate without the right to do so is refused.</summary>
    public bool CanWatch { get; set; }

    public int Reads { get; private set; }

    public async IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!CanWatch) throw new KubernetesException("fake", new KubernetesStatus(403, StatusReason.Forbidden, "no watch"));
        var heard = Channel.CreateUnbounded<JsonObject?>();
        lock (_lock)
        {
            _watchers.Add(heard.Writer);
            if (_lease is not null) heard.Writer.TryWrite((JsonObject)_lease.DeepClone());
        }
        yield return new WatchNotification.Reset();
        if (heard.Reader.TryRead(out var there) && there is not null) yield return new WatchNotification.Added(there);
        yield return new WatchNotification.Synced("1");
        await foreach (var lease in heard.Reader.ReadAllAsync(cancellationToken))
            yield return lease is null ? new WatchNotification.Deleted([]) : new WatchNotification.Modified(lease);
    }

    public Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JsonObject> PatchAsync(ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _lease = null;
            Tell();
        }
        return Task.FromResult(new DeleteResult(DeleteOutcome.Deleted));
    }

    public Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) => throw new NotSupportedException();

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
            Tell();
        }
        await After(verb, cancellationToken);
        return written;
    }

    private void Tell()
    {
        foreach (var watcher in _watchers) watcher.TryWrite((JsonObject?)_lease?.DeepClone());
    }

    private JsonObject New(JsonObject manifest)
    {
        var lease = (JsonObject)manifest.DeepClone();
        lease.Set($"{++_version}", "metadata", "resourceVersion");
        return lease;
    }
}
