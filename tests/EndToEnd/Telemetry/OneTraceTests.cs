using System.Diagnostics;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Testing.Otlp;

namespace Pdp.EndToEnd.Telemetry;

/// <summary>Who asks for a deployment finds in one trace what the control plane and the agent did of it.</summary>
public sealed class OneTraceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_operators_request_to_healthy_and_the_report_of_it_is_one_trace_over_both_processes()
    {
        await using var collector = await OtlpReceiver.StartAsync(Ct);
        string[] arguments = ["--otlp-endpoint", collector.Address.ToString()];
        await using var stage = new Stage(new StageOptions { ControlArguments = arguments, AgentArguments = arguments });
        await stage.OpenAsync(Ct);
        await stage.ConnectedAsync(Ct);

        using var operatorsSpan = new Activity("operator").SetIdFormat(ActivityIdFormat.W3C);
        operatorsSpan.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        operatorsSpan.Start();
        await stage.Control.Api.PutAsync(stage.Plane, "traced", SmallComponent.Document(stage, "traced"), Ct);
        operatorsSpan.Stop();

        var trace = operatorsSpan.TraceId.ToHexString();
        HashSet<(string, string)> wanted =
        [
            ("pdp-control", "put"), ("pdp-control", "send"), ("pdp-agent", "receive"), ("pdp-agent", "accept"), ("pdp-agent", "apply"),
            ("pdp-agent", "healthy"), ("pdp-control", "report"),
        ];
        await Poll.UntilTrueAsync(
            "the trace to be whole", () => Task.FromResult(wanted.IsSubsetOf(Spans().Select(span => (span.Service, span.Name)))), Limit, Ct);
        await Poll.UntilTrueAsync("the report of its health", () => Task.FromResult(Spans().Any(IsHealthReport)), Limit, Ct);
        var spans = Spans();
        var request = spans.Single(span => span.Service == "pdp-control" && span.SpanId == spans.First(put => put.Name == "put").ParentId);
        // Its own parent is the client's, which this process keeps to itself.
        Assert.NotEmpty(request.ParentId);
        Assert.DoesNotContain(spans, span => span.SpanId == request.ParentId);
        var sent = spans.Where(span => span.Name == "send").Select(span => span.SpanId);
        Assert.Contains(spans.First(span => span.Name == "receive").ParentId, sent);

        List<ReceivedSpan> Spans() => [.. collector.Spans.Where(span => span.TraceId == trace)];
        static bool IsHealthReport(ReceivedSpan span) => span.Name == "report" && span.Tags["pdp.phase"] == "Healthy";
    }
}
