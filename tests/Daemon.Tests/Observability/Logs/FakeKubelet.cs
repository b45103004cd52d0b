using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pdp.Core.Objects;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Tests.Observability.Logs;

/// <summary>Pods and their logs as an API server hands them out: from a whole second on, followed until the run ends, cut off at will.</summary>
internal sealed class FakeKubelet : UnusedApi
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeLog> _logs = [];
    private readonly Dictionary<string, JsonObject> _pods = [];
    private readonly List<Channel<WatchNotification>> _watchers = [];
    private int _version;

    /// <summary>Requests for logs so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Whether whoever asks for a log may not have it.</summary>
    public bool Forbids { get; set; }

    public FakeLog Log(string pod)
    {
        lock (_lock) return _logs.TryGetValue(pod, out var log) ? log : _logs[pod] = new FakeLog();
    }

    /// <summary>Tells of a pod as its log stands now.</summary>
    public void Tell(string pod)
    {
        var log = Log(pod);
        Publish(pod, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = pod,
                ["namespace"] = "shop",
                ["uid"] = $"uid-{pod}",
                ["resourceVersion"] = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture),
                ["labels"] = new JsonObject { [ManagedMetadata.OrganizationLabel] = "acme", [ManagedMetadata.ComponentLabel] = "web" },
            },
            ["status"] = new JsonObject { ["containerStatuses"] = new JsonArray(log.Status()) },
        });
    }

    public void Delete(string pod)
    {
        lock (_lock)
        {
            _logs.Remove(pod);
            _pods.Remove(pod, out var last);
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(new WatchNotification.Deleted((JsonObject)last!.DeepClone()));
        }
    }

    public override async IAsyncEnumerable<WatchNotification> WatchAsync(
        GroupVersionKind kind, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var news = System.Threading.Channels.Channel.CreateUnbounded<WatchNotification>();
        lock (_lock)
        {
            news.Writer.TryWrite(new WatchNotification.Reset());
            foreach (var pod in _pods.Values) news.Writer.TryWrite(new WatchNotification.Added((JsonObject)pod.DeepClone()));
            news.Writer.TryWrite(new WatchNotification.Synced("1"));
            _watchers.Add(news);
        }
        await foreach (var one in news.Reader.ReadAllAsync(cancellationToken)) yield return one;
    }

    public override Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellationToken)
    {
        FakeLog? log;
        lock (_lock)
        {
            Opened++;
            _logs.TryGetValue(pod, out log);
        }
        if (Forbids)
        {
            throw new KubernetesException($"read the log of Pod/shop/{pod}", new KubernetesStatus(403, StatusReason.Forbidden, "cannot get resource \"pods/log\""));
        }
        return Task.FromResult(log?.Open(options) ?? throw new KubernetesException(
            $"read the log of Pod/shop/{pod}", new KubernetesStatus(404, StatusReason.NotFound, "no such pod or run")));
    }

    private void Publish(string name, JsonObject pod)
    {
        lock (_lock)
        {
            var known = _pods.ContainsKey(name);
            _pods[name] = pod;
            foreach (var watcher in _watchers)
            {
                var copy = (JsonObject)pod.DeepClone();
                watcher.Writer.TryWrite(known ? new WatchNotification.Modified(copy) : new WatchNotification.Added(copy));
            }
        }
    }
}
