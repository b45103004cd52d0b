using System.Net.Security;

namespace Pdp.Telemetry;

/// <summary>Where traces and metrics go by OTLP, and how.</summary>
public sealed record OtlpOptions
{
    /// <summary>The collector's address without a path for a signal, such as <c>http://collector:4318</c>; null: nothing is exported.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>How it is spoken to. Default <see cref="OtlpTransport.Http"/>.</summary>
    public OtlpTransport Transport { get; init; }

    /// <summary>File of headers, one <c>name: value</c> a line; null for none. Read at each export.</summary>
    public string? HeadersFile { get; init; }

    /// <summary>Share of the traces begun here that are recorded, 0..1. Default 1. One begun elsewhere is recorded if it is there.</summary>
    public double Sampling { get; init; } = 1;

    /// <summary>Time between two exports of metrics, 1 s or more. Default 60 s.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest one export may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time spans are gathered for before they are exported. Default 2 s.</summary>
    public TimeSpan SpansInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most spans that wait for their export; what comes beyond is dropped and counted. Default 4096.</summary>
    public int MostSpans { get; init; } = 4096;

    /// <summary>Judges the collector's certificate; null to trust the system's authorities.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }
}

/// <summary>How OTLP is carried.</summary>
public enum OtlpTransport
{
    /// <summary>Protocol buffers over HTTP, usually at port 4318.</summary>
    Http,

    /// <summary>gRPC over HTTP/2, without TLS too, usually at port 4317.</summary>
    Grpc,
}
