using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Leases;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Events;

/// <summary>
/// Writes Kubernetes events about Intents, and about the agent at its lease, where <c>kubectl describe</c> shows them: one at a time, behind
/// a bounded queue.
/// </summary>
internal sealed partial class EventLog(
    IKubernetesApi api, ClusterOptions options, LeaseOptions lease, ClusterMetrics metrics, TimeProvider time, ILogger<EventLog> logger)
    : BackgroundService, IEventLog, IAgentEvents
{
    private const int MostWaiting = 256;
    private const int MostRemembered = 1000;
    private const int MostMessageChars = 1024;

    private static readonly GroupVersionKind _lease = new("coordination.k8s.io", "v1", "Lease");

    private readonly Channel<Note> _notes =
        System.Threading.Channels.Channel.CreateBounded<Note>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    // Repeats become one event with a count. Which were written, and how often.
    private readonly Dictionary<(string Uid, string Reason, string Message), Repeat> _repeats = [];

    /// <inheritdoc/>
    void IEventLog.Note(StoredIntent intent, bool isWarning, string reason, string message) =>
        Post(new Note(IntentResource.Kind, intent.Id, intent.Uid, isWarning, reason, Bounded(message), time.GetUtcNow()));

    /// <inheritdoc/>
    void IAgentEvents.Note(bool isWarning, string reason, string message) =>
        Post(new Note(_lease, lease.Name, "", isWarning, reason, Bounded(message), time.GetUtcNow()));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var note in _notes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(note, stoppingToken);
            }
            catch (KubernetesException failure)
            {
                metrics.EventDropped();
                LogNotWritten(note.Reason, failure.Message);
            }
        }
    }

    private void Post(Note note)
    {
        if (!_notes.Writer.TryWrite(note)) metrics.EventDropped();
    }

    private static string Bounded(string message) =>
        message.Length > MostMessageChars ? string.Concat(message.AsSpan(0, MostMessageChars - 1), "…") : message;

    private async Task WriteAsync(Note note, CancellationToken cancellationToken)
    {
        var key = ($"{note.Kind.Kind}/{note.Uid}", note.Reason, note.Message);
        if (_repeats.TryGetValue(key, out var repeat) && await CountAsync(repeat, note, cancellationToken)) return;
        if (_repeats.Count >= MostRemembered) _repeats.Clear();
        _repeats[key] = new Repeat(NameOf(note), 1);
        await api.CreateAsync(Manifest(note), new CreateOptions { FieldManager = ManagedMetadata.FieldManager }, cancellationToken);
    }

    private async Task<bool> CountAsync(Repeat repeat, Note note, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["count"] = repeat.Count + 1, ["lastTimestamp"] = Time(note.At) };
        try
        {
            var reference = new ObjectReference(new GroupVersionKind("", "v1", "Event"), options.Namespace, repeat.Name);
            await api.PatchAsync(reference, patch, new PatchOptions { FieldManager = ManagedMetadata.FieldManager }, cancellationToken);
            repeat.Count++;
            return true;
        }
        catch (KubernetesException gone) when (gone.IsNotFound)
        {
            // Events are forgotten by the cluster after an hour or so; then a new one is written.
            return false;
        }
    }

    private JsonObject Manifest(Note note) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Event",
        ["metadata"] = new JsonObject { ["name"] = NameOf(note), ["namespace"] = options.Namespace },
        ["involvedObject"] = new JsonObject
        {
            ["apiVersion"] = note.Kind.ApiVersion,
            ["kind"] = note.Kind.Kind,
            ["namespace"] = options.Namespace,
            ["name"] = note.Name,
            ["uid"] = note.Uid,
        },
        ["type"] = note.IsWarning ? "Warning" : "Normal",
        ["reason"] = note.Reason,
        ["message"] = note.Message,
        ["count"] = 1,
        ["firstTimestamp"] = Time(note.At),
        ["lastTimestamp"] = Time(note.At),
        ["source"] = new JsonObject { ["component"] = ManagedMetadata.FieldManager },
        ["reportingComponent"] = ManagedMetadata.FieldManager,
        ["reportingInstance"] = "",
    };

    // As client-go names them: the object, and the time in hexadecimal.
    private static string NameOf(Note note) => string.Create(CultureInfo.InvariantCulture, $"{note.Name}.{note.At.UtcTicks:x}");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Note(
        GroupVersionKind Kind, string Name, string Uid, bool IsWarning, string Reason, string Message, DateTimeOffset At);

    private sealed class Repeat(string name, int count)
    {
        public string Name { get; } = name;

        public int Count { get; set; } = count;
    }

    [LoggerMessage(EventId = 1430, EventName = "EventNotWritten", Level = LogLevel.Debug,
        Message = "Event {Reason} was not written: {Why}")]
    private partial void LogNotWritten(string reason, string why);
}
