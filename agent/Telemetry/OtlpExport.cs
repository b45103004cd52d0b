using System.Diagnostics.CodeAnalysis;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Pdp.Telemetry;

/// <summary>
/// Sends this process' traces and metrics to a collector by OTLP. Nothing that works waits for it: what cannot be sent is bounded, dropped and counted.
/// The environment variables of OpenTelemetry are not asked.
/// </summary>
public sealed class OtlpExport : IDisposable
{
    private const int MostSeriesPerMetric = 2000;

    // What is left is flushed at the end, but no one waits long for a collector that is away.
    private const int FlushMilliseconds = 2000;

    private readonly TracerProvider _traces;
    private readonly MeterProvider _meters;

    private OtlpExport(TracerProvider traces, MeterProvider meters) => (_traces, _meters) = (traces, meters);

    /// <summary>Begins to export; null when there is no address to export to, and then nothing is measured for it either.</summary>
    public static OtlpExport? Start(OtlpOptions options, TelemetryIdentity identity, ExportMetrics metrics)
    {
        if (options.Endpoint is not { } endpoint) return null;
        var resource = ResourceBuilder.CreateEmpty().AddService(identity.Service, serviceVersion: identity.Version, serviceInstanceId: identity.Instance);
        return new OtlpExport(Traces(options, endpoint, identity, resource, metrics), Meters(options, endpoint, identity, resource, metrics));
    }

    /// <summary>Sends what is left, for two seconds at most, and ends.</summary>
    public void Dispose()
    {
        _traces.Shutdown(FlushMilliseconds);
        _meters.Shutdown(FlushMilliseconds);
        _traces.Dispose();
        _meters.Dispose();
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The provider disposes of its processor, and that of its exporter.")]
    private static TracerProvider Traces(OtlpOptions options, Uri endpoint, TelemetryIdentity identity, ResourceBuilder resource, ExportMetrics metrics) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource([.. identity.Sources])
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Sampling)))
            .AddProcessor(new SpanQueue(new SpanExporter(ExporterOptions(options, endpoint, "v1/traces"), metrics), options, metrics))
            .Build();

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The provider disposes of its reader, and that of its exporter.")]
    private static MeterProvider Meters(OtlpOptions options, Uri endpoint, TelemetryIdentity identity, ResourceBuilder resource, ExportMetrics metrics) =>
        Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([.. identity.Meters])
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeriesPerMetric })
            .AddReader(new PeriodicExportingMetricReader(
                new MetricExporter(ExporterOptions(options, endpoint, "v1/metrics"), metrics),
                (int)options.MetricsInterval.TotalMilliseconds,
                (int)options.Timeout.TotalMilliseconds))
            .Build();

    private static OtlpExporterOptions ExporterOptions(OtlpOptions options, Uri endpoint, string path) => new()
    {
        // gRPC has a path of its own for each signal.
        Endpoint = options.Transport == OtlpTransport.Grpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}"),
        Protocol = options.Transport == OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Headers = "",
        TimeoutMilliseconds = (int)options.Timeout.TotalMilliseconds,
        HttpClientFactory = () => Client(options),
    };

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes of its handlers.")]
    private static HttpClient Client(OtlpOptions options)
    {
        // Redirects would carry the credential elsewhere; a proxy from the environment was not asked for; and the export of spans shall make none.
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };
        if (options.Trust is { } trust) sockets.SslOptions.RemoteCertificateValidationCallback = trust;
        HttpMessageHandler handler = options.HeadersFile is { } file ? new HeadersHandler(file, sockets) : sockets;
        return new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = 1024 * 1024 };
    }
}
