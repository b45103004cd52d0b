using Pdp.Core.Ports;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tracing;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tracing;
using Pdp.Telemetry;
using Pdp.Testing.Otlp;

namespace Pdp.Daemon.Tests.Observability.Telemetry;

/// <summary>One trace from an intent received to healthy, as a collector gets it.</summary>
public sealed class TraceTests(TestCluster cluster) : AgentTest(cluster)
{
    private const string Sender = "00f067aa0ba902b7";

    private readonly string _trace = Guid.NewGuid().ToString("N");
    private OtlpReceiver _collector = null!;

    public override async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync(Ct);
        Agent = await StartAsync(_collector);
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task From_received_to_healthy_is_one_trace_that_goes_on_with_the_senders()
    {
        await ReceiveAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        var spans = await SpansAsync("healthy");
        Assert.Superset(new HashSet<string> { "receive", "verify", "accept", "reconcile", "resolve secrets", "render", "apply", "healthy" }, Names(spans));
        Assert.Equal(Sender, spans.Single(span => span.Name == "receive").ParentId);
        // Every span but the first hangs on another one of the same trace.
        var ids = spans.Select(span => span.SpanId).Append(Sender).ToHashSet();
        Assert.All(spans, span => Assert.Contains(span.ParentId, ids));
        Assert.All(spans, span => Assert.Equal("pdp-agent", span.Service));
        var objects = spans.Where(span => span.Name == "apply").SelectMany(span => span.Events).Where(e => e.Name == "object").ToList();
        Assert.Contains(objects, e => e.Tags["pdp.object"].Contains("Deployment", StringComparison.Ordinal) && e.Tags["pdp.action"] == "Created");
        var healthy = spans.Single(span => span.Name == "healthy");
        Assert.Equal(Id, healthy.Tags["pdp.intent"]);
        Assert.True(healthy.EndedAt > healthy.StartedAt);
    }

    [Fact]
    public async Task The_agent_after_a_restart_goes_on_with_the_trace()
    {
        await ReceiveAsync(Plane.Component(Id, 1, spec => spec.WithImage("registry.example/broken:1", "r1")));
        await Agent.PhaseAsync(Id, IntentPhase.Progressing, 1);
        await Agent.KillAsync();
        await Agent.DisposeAsync();

        await using var second = await OtlpReceiver.StartAsync(Ct);
        Agent = await StartAsync(second);
        await Until.TrueAsync(() => second.Spans.Any(span => span.TraceId == _trace && span.Name == "reconcile" && span.Tags["pdp.intent"] == Id));
    }

    [Fact]
    public async Task A_rollback_ends_the_trace_with_its_reason()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await ReceiveAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/broken:2", "r2") with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } }));
        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });

        var back = (await SpansAsync("rolled back")).Single(span => span.Name == "rolled back");
        Assert.True(back.IsError);
        Assert.Equal("ImagePullFailed", back.Tags["pdp.reason"]);
    }

    [Fact]
    public async Task What_is_done_when_all_is_well_is_a_trace_of_its_own_that_names_the_other()
    {
        await ReceiveAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));

        await Until.TrueAsync(() => _collector.Spans.Any(span => span.Name == "reconcile" && span.TraceId != _trace && span.Links.Contains(_trace)));
    }

    [Fact]
    public async Task An_edited_mark_begins_another_trace_and_does_no_harm()
    {
        await ReceiveAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var resource = (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;
        Assert.Contains(_trace, resource.Annotation("pdp.dev/traceparent"), StringComparison.Ordinal);
        await Cluster.EditAsync(resource, """{"metadata":{"annotations":{"pdp.dev/traceparent":"nonsense"}}}""");
        await Until.TrueAsync(() => Agent.Journal.Find(Id)!.Trace is null);

        await LookAgainAsync();

        Assert.Equal(IntentPhase.Healthy, Agent.Journal.Find(Id)!.Status.Phase);
    }

    // As the channel does for a frame.
    private async Task ReceiveAsync(string jws)
    {
        using var span = AgentTraces.Receive("receive", TraceContext.Read($"00-{_trace}-{Sender}-01"));
        Assert.Equal(Protocol.Frames.AckOutcome.Stored, (await Agent.PutAsync(jws)).Outcome);
    }

    private async Task<List<ReceivedSpan>> SpansAsync(string last)
    {
        await Until.TrueAsync(() => _collector.Spans.Any(span => span.TraceId == _trace && span.Name == last));
        await QuietAsync();
        // What ended before it is in an export that came before or comes now.
        await Until.TrueAsync(() => Complete(Own()));
        return Own();

        List<ReceivedSpan> Own() => [.. _collector.Spans.Where(span => span.TraceId == _trace)];
    }

    private static bool Complete(List<ReceivedSpan> spans) =>
        spans.All(span => span.ParentId == Sender || spans.Any(other => other.SpanId == span.ParentId));

    private static HashSet<string> Names(IEnumerable<ReceivedSpan> spans) => [.. spans.Select(span => span.Name)];

    private async Task<TestAgent> StartAsync(OtlpReceiver collector)
    {
        var otlp = new OtlpOptions { Endpoint = collector.Address, SpansInterval = TimeSpan.FromMilliseconds(50) };
        var agent = await TestAgent.StartAsync(Cluster, Plane, Namespace, change: services => services.AddTelemetry(new AgentOptions { Otlp = otlp, Name = Id }));
        agent.Get<OtlpExport>();
        return agent;
    }
}
