using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers;

/// <summary>
/// Writes Event objects, the story <c>kubectl describe</c> tells. Off the caller's path and bounded: a repeated event raises its count,
/// a full queue drops, and the oldest events go once there are more than <see cref="Kept"/> (a real cluster forgets after an hour).
/// </summary>
internal sealed class EventRecorder(IClusterApi api, TimeProvider time) : BackgroundService
{
    private const int Kept = 4000;

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<Entry, ObjectKey> _written = [];
    private readonly Queue<Entry> _order = new();
    private long _number;

    public void Normal(JsonObject about, string component, string reason, string message) => Write(about, component, "Normal", reason, message);

    public void Warning(JsonObject about, string component, string reason, string message) => Write(about, component, "Warning", reason, message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var entry in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                Store(entry);
            }
            catch (ApiException)
            {
                // The namespace is going, or somebody deleted the event: the story goes on without this line.
                _written.Remove(entry);
            }
        }
    }

    private void Write(JsonObject about, string component, string type, string reason, string message) => _queue.Writer.TryWrite(new Entry(
        about.Text("apiVersion") ?? "v1", about.Text("kind") ?? "", about.Namespace() ?? "default", about.Name(), about.Uid(), component, type, reason, message));

    private void Store(Entry entry)
    {
        var now = time.GetUtcNow();
        if (_written.TryGetValue(entry, out var key) && api.Get("events", key.Namespace, key.Name) is { } there)
        {
            var again = there.Copy();
            again["count"] = (there.Int("count") ?? 1) + 1;
            again["lastTimestamp"] = now.ToKube();
            api.Update("events", again, Controller.ManagerName);
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{entry.Name}.{now.UtcTicks + _number++:x}");
        api.Create("events", entry.ToJson(name, now), Controller.ManagerName);
        _written[entry] = new ObjectKey(entry.Namespace, name);
        _order.Enqueue(entry);
        if (_order.Count > Kept) Drop(_order.Dequeue());
    }

    private void Drop(Entry entry)
    {
        if (_written.Remove(entry, out var key)) api.Delete("events", key.Namespace, key.Name);
    }

    private sealed record Entry(
        string ApiVersion, string Kind, string Namespace, string Name, string Uid, string Component, string Type, string Reason, string Message)
    {
        public JsonObject ToJson(string name, DateTimeOffset now) => new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["involvedObject"] = new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = Kind, ["namespace"] = Namespace, ["name"] = Name, ["uid"] = Uid },
            ["type"] = Type,
            ["reason"] = Reason,
            ["message"] = Message,
            ["count"] = 1,
            ["firstTimestamp"] = now.ToKube(),
            ["lastTimestamp"] = now.ToKube(),
            ["source"] = new JsonObject { ["component"] = Component },
            ["reportingComponent"] = Component,
            ["reportingInstance"] = "",
        };
    }
}
