using Pdp.Daemon.Outbound;
using Pdp.Telemetry;
using static Pdp.Daemon.Hosting.Options.OptionText;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>The options of what the agent tells a collector about itself.</summary>
internal static class TelemetryTable
{
    /// <summary>The options, in the order of the help.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        new("observe-url", "URL", "Where the observability API is reached from outside; the control plane is told, for consoles and 'pdp-control logs'. Default: none.",
            (o, text) => o with { ObserveUrl = Address(text) }),
        new("otlp-endpoint", "URL", "Collector that gets traces and metrics by OTLP, such as http://collector:4318. Default: none, nothing is traced.",
            (o, text) => With(o, otlp => otlp with { Endpoint = Address(text) })),
        new("otlp-protocol", "PROTOCOL", "http (protocol buffers, port 4318) or grpc (HTTP/2, port 4317). Default: http.",
            (o, text) => With(o, otlp => otlp with { Transport = OneOf<OtlpTransport>(text) })),
        new("otlp-headers-file", "FILE", "Headers for the collector, such as a credential, name: value a line; read at each export. Default: none.",
            (o, text) => With(o, otlp => otlp with { HeadersFile = Text(text, 1, 4096) })),
        new("otlp-ca", "FILE", "PEM authorities the collector's certificate must come from. Default: none, the system's.",
            (o, text) => o with { OtlpCa = Text(text, 1, 4096) }),
        new("otlp-sampling", "RATIO", "Share of the traces begun here that are recorded, 0..1; one begun elsewhere is recorded if it is there. Default: 1.",
            (o, text) => With(o, otlp => otlp with { Sampling = Ratio(text) })),
        new("otlp-metrics-interval", "TIME", "Time between two exports of metrics, 1s..1h. Default: 1m.",
            (o, text) => With(o, otlp => otlp with { MetricsInterval = Time(text) })),
    ];

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public static IEnumerable<string> Problems(AgentOptions options)
    {
        var otlp = options.Otlp;
        if (otlp.MetricsInterval < TimeSpan.FromSeconds(1) || otlp.MetricsInterval > TimeSpan.FromHours(1))
            yield return "otlp-metrics-interval: must be from 1s to 1h";
        if (otlp.HeadersFile is { } headers && HeadersFile.Problem(headers) is { } wrong) yield return $"otlp-headers-file: {wrong}";
        if (options.OtlpCa is not { } ca) yield break;
        if (ServerTrust.Problem(ca) is { } broken) yield return $"otlp-ca: {broken}";
        if (otlp.Endpoint is { Scheme: "http" }) yield return "otlp-ca: needs an https:// address in otlp-endpoint";
    }

    private static AgentOptions With(AgentOptions options, Func<OtlpOptions, OtlpOptions> change) => options with { Otlp = change(options.Otlp) };
}
