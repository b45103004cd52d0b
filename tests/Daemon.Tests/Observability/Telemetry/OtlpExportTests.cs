using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.Daemon.Outbound;
using Pdp.Daemon.Tests.Harness;
using Pdp.Telemetry;
using Pdp.Testing;
using Pdp.Testing.Otlp;

namespace Pdp.Daemon.Tests.Observability.Telemetry;

/// <summary>A collector that is well, one that is down, one that hangs.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly ActivitySource _source = new($"test-{Guid.NewGuid():N}");
    private readonly Meter _meter = new($"test-{Guid.NewGuid():N}");
    private readonly Meter _own = new($"own-{Guid.NewGuid():N}");
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();

    public OtlpExportTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _own) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counts.AddOrUpdate($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}", value, (_, before) => before + value));
        _listener.Start();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_and_metrics_arrive_with_the_headers_of_the_file_as_it_is_then()
    {
        using var directory = new TempDirectory();
        await using var collector = await OtlpReceiver.StartAsync(Ct);
        directory.Write("headers", "# credential\nAuthorization: Bearer one\n\nx-tenant: a\n");
        using var export = Start(collector.Address, options => options with { HeadersFile = directory.Combine("headers"), MetricsInterval = TimeSpan.FromMilliseconds(100) });
        _meter.CreateCounter<long>("things").Add(1);
        Span();

        await Until.TrueAsync(() => collector.Spans.Count == 1 && collector.Metrics.Contains("things"));
        Assert.All(collector.Headers, headers => Assert.Equal("Bearer one", headers["authorization"]));
        Assert.All(collector.Headers, headers => Assert.Equal("a", headers["x-tenant"]));

        directory.Write("headers", "Authorization: Bearer two\n");
        await Until.TrueAsync(() => collector.Headers.Any(headers => headers["authorization"] == "Bearer two"));
        Assert.Equal("test", collector.Spans.Single().Service);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task By_gRPC_too_with_TLS_of_an_authority_of_ones_own_and_without(bool withTls)
    {
        using var directory = new TempDirectory();
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var collector = await OtlpReceiver.StartAsync(
            Ct, new TestServerOptions { Protocols = HttpProtocols.Http2, Certificate = withTls ? certificate : null });
        directory.Write("headers", "Authorization: Bearer one\n");
        using var export = Start(collector.Address, options => options with
        {
            Transport = OtlpTransport.Grpc,
            Trust = withTls ? new ServerTrust(directory.Write("ca.pem", authority.CertificatePem)).Check : null,
            HeadersFile = directory.Combine("headers"),
            MetricsInterval = TimeSpan.FromMilliseconds(100),
        });
        _meter.CreateCounter<long>("things").Add(1);
        Span();

        await Until.TrueAsync(() => collector.Spans.Count == 1 && collector.Metrics.Contains("things"));
        Assert.All(collector.Headers, headers => Assert.Equal("Bearer one", headers["authorization"]));
        directory.Write("headers", "Authorization: Bearer two\n");
        await Until.TrueAsync(() => collector.Headers.Any(headers => headers["authorization"] == "Bearer two"));

        collector.Status = 400;
        Span();
        await Until.TrueAsync(() => Count("pdp.telemetry.spans.dropped failed") == 1);
    }

    [Theory]
    [InlineData(OtlpTransport.Grpc)]
    [InlineData(OtlpTransport.Http)]
    public async Task A_collector_of_another_authority_gets_nothing(OtlpTransport transport)
    {
        using var directory = new TempDirectory();
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var certificate = other.IssueServer();
        await using var collector = await OtlpReceiver.StartAsync(Ct, new TestServerOptions { Certificate = certificate });
        using var export = Start(collector.Address, options => options with
        {
            Transport = transport,
            Trust = new ServerTrust(directory.Write("ca.pem", authority.CertificatePem)).Check,
        });
        Span();

        await Until.TrueAsync(() => Count("pdp.telemetry.spans.dropped failed") == 1);
        Assert.Empty(collector.Headers);
    }

    [Fact]
    public async Task A_collector_that_hangs_holds_nobody_up_and_what_does_not_fit_is_dropped_and_counted()
    {
        await using var collector = await OtlpReceiver.StartAsync(Ct);
        var released = new TaskCompletionSource();
        collector.Hold = released.Task;
        using (Start(collector.Address, options => options with { MostSpans = 100 }))
        {
            // Would not end if any of them waited for the collector.
            for (var i = 0; i < 5000; i++) Span();

            var dropped = Count("pdp.telemetry.spans.dropped full");
            Assert.InRange(dropped, 5000 - 300, 5000 - 100);
            released.SetResult();
            await Until.TrueAsync(() => collector.Spans.Count == 5000 - dropped);
        }
    }

    [Fact]
    public async Task A_collector_that_is_down_or_refuses_costs_the_spans_of_that_time_and_is_counted()
    {
        await using var collector = await OtlpReceiver.StartAsync(Ct);
        collector.Status = 400;
        using var export = Start(collector.Address);
        Span();
        await Until.TrueAsync(() => Count("pdp.telemetry.spans.dropped failed") == 1 && Count("pdp.telemetry.exports traces failed") == 1);

        collector.Status = 200;
        Span();
        await Until.TrueAsync(() => collector.Spans.Count == 1 && Count("pdp.telemetry.exports traces ok") == 1);
    }

    [Fact]
    public void Without_an_address_nothing_listens()
    {
        Assert.Null(OtlpExport.Start(new OtlpOptions(), Identity(), new ExportMetrics(_own)));
        Assert.False(_source.HasListeners());
        Assert.Null(_source.StartActivity("work"));
    }

    [Fact]
    public async Task Of_a_share_of_none_nothing_is_recorded_but_what_its_sender_records()
    {
        await using var collector = await OtlpReceiver.StartAsync(Ct);
        using var export = Start(collector.Address, options => options with { Sampling = 0 });
        Span();
        var sender = ActivityContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);
        _source.StartActivity("work", ActivityKind.Internal, sender)!.Dispose();

        await Until.TrueAsync(() => collector.Spans.Count > 0);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", Assert.Single(collector.Spans).TraceId);
    }

    [Theory]
    [InlineData("no colon")]
    [InlineData(": no name")]
    [InlineData("na me: value")]
    [InlineData("name: v\u0001alue")]
    [InlineData("name:")]
    public void A_line_that_is_no_header_is_told_by_its_number_and_not_repeated(string line)
    {
        using var directory = new TempDirectory();
        directory.Write("headers", $"good: one\n{line}\n");

        var problem = HeadersFile.Problem(directory.Combine("headers"));

        Assert.Equal("line 2 must be a header as name: value", problem);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        _meter.Dispose();
        _own.Dispose();
    }

    private long Count(string series) => _counts.GetValueOrDefault(series);

    private void Span() => _source.StartActivity("work")?.Dispose();

    private TelemetryIdentity Identity() => new("test", "1", "a", [_source.Name], [_meter.Name]);

    private OtlpExport Start(Uri endpoint, Func<OtlpOptions, OtlpOptions>? change = null)
    {
        var options = new OtlpOptions { Endpoint = endpoint, SpansInterval = TimeSpan.FromMilliseconds(50) };
        return OtlpExport.Start(change?.Invoke(options) ?? options, Identity(), new ExportMetrics(_own))!;
    }
}
