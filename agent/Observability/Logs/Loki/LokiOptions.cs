using System.Net.Security;

namespace Pdp.Observability.Logs.Loki;

/// <summary>The customer's Loki.</summary>
public sealed record LokiOptions
{
    /// <summary>Where it is, such as <c>https://loki.monitoring:3100</c>. Nothing is ever sent anywhere else.</summary>
    public required Uri Url { get; init; }

    /// <summary>The tenant (<c>X-Scope-OrgID</c>); null where there are none.</summary>
    public string? Tenant { get; init; }

    /// <summary>File with <c>user:password</c>, or with a bearer token; read at each request. Null for none.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Judges its certificate; null to trust the system's authorities.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>Which labels say whose a line is.</summary>
    public LokiLabels Labels { get; init; } = new();

    /// <summary>Longest one request may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Lines asked for at once, 100..5000. Default 1000; 5000 is the most Loki gives unless told.</summary>
    public int Batch { get; init; } = 1000;

    /// <summary>Largest answer, bytes. Default 32 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 32 * 1024 * 1024;
}
