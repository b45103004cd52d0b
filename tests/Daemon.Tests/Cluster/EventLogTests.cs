using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Events;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Leases;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Cluster;

public sealed class EventLogTests : IAsyncLifetime
{
    private static readonly StoredIntent _intent = new() { Id = "web", Uid = "u-1", ResourceVersion = "1" };

    private readonly ManualTimeProvider _time = new();
    private readonly WrittenEvents _api = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EventLog _log;

    public EventLogTests() => _log = new EventLog(
        _api,
        new ClusterOptions { Namespace = "pdp" },
        new LeaseOptions { Namespace = "pdp", Name = "pdp-agent", Identity = "a" },
        new ClusterMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new NeverLeads()),
        _time,
        NullLogger<EventLog>.Instance);

    public async ValueTask InitializeAsync() => await _log.StartAsync(CancellationToken.None);

    [Fact]
    public async Task An_event_about_the_agent_itself_is_at_its_lease()
    {
        ((IAgentEvents)_log).Note(isWarning: true, "IdentityRefused", "ask for a new bundle");

        await Until.TrueAsync(() => _api.Written.Count == 1);
        var about = _api.First!.GetObject("involvedObject")!;
        Assert.Equal(("Lease", "pdp-agent", "pdp"), (about.GetString("kind"), about.GetString("name"), about.GetString("namespace")));
        Assert.Equal(("Warning", "IdentityRefused"), (_api.First!.GetString("type"), _api.First!.GetString("reason")));
    }

    [Fact]
    public async Task An_event_is_about_the_intent_and_repeats_are_counted()
    {
        Note("first");
        Note("second");
        Note("first");

        await Until.TrueAsync(() => _api.Written.Count == 3);
        Assert.Equal(["create first 1", "create second 1", "count 2"], _api.Written);
        var written = _api.First!;
        var about = written.GetObject("involvedObject")!;
        Assert.Equal(("Intent", "web", "u-1"), (about.GetString("kind"), about.GetString("name"), about.GetString("uid")));
        Assert.Equal(("Warning", "DriftRepaired", "2030-01-02T03:04:05Z"), (
            written.GetString("type"), written.GetString("reason"), written.GetString("firstTimestamp")));
    }

    [Fact]
    public async Task A_flood_is_bounded_and_nobody_waits_for_it()
    {
        _api.Hold();
        for (var i = 0; i < 2000; i++) Note($"message {i}");
        _api.Release();

        Note("the last");
        await Until.TrueAsync(() => _api.Written.Contains("create the last 1") || _api.Written.Count >= 250);
        Assert.True(_api.Written.Count <= 300, $"{_api.Written.Count} were written");
    }

    [Fact]
    public async Task A_cluster_that_takes_no_events_harms_nobody()
    {
        _api.Refuse = true;
        Note("refused");
        await Until.TrueAsync(() => _api.Refused == 1);
        _api.Refuse = false;

        Note("taken");
        await Until.TrueAsync(() => _api.Written.Contains("create taken 1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _log.StopAsync(CancellationToken.None);
        _log.Dispose();
        await _services.DisposeAsync();
    }

    private void Note(string message) => ((IEventLog)_log).Note(_intent, isWarning: true, EventReasons.DriftRepaired, message);

    private sealed class NeverLeads : ILeadership
    {
        public bool IsLeader => false;

        public string? FencingToken => null;

        public Task ConfirmAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void LeaveUnsettled()
        {
        }
    }

    private sealed class WrittenEvents : UnusedApi
    {
        private TaskCompletionSource _gate = Open();

        public ConcurrentQueue<string> Written { get; } = [];

        public JsonObject? First { get; private set; }

        public bool Refuse { get; set; }

        public int Refused { get; private set; }

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate.SetResult();

        private static TaskCompletionSource Open()
        {
            var gate = new TaskCompletionSource();
            gate.SetResult();
            return gate;
        }

        public override async Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken)
        {
            await _gate.Task.WaitAsync(cancellationToken);
            if (Refuse)
            {
                Refused++;
                throw RecordingApi.Refusal(403, "Forbidden");
            }
            First ??= manifest;
            Written.Enqueue($"create {manifest.GetString("message")} {manifest.GetInt64("count")}");
            return manifest;
        }

        public override Task<JsonObject> PatchAsync(
            ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken)
        {
            Written.Enqueue($"count {patch.GetInt64("count")}");
            return Task.FromResult(patch);
        }
    }
}
