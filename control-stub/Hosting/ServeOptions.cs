using Pdp.ControlStub.Api;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.Telemetry;
using Serilog.Events;

namespace Pdp.ControlStub.Hosting;

/// <summary>Everything <c>pdp-control serve</c> can be told, checked.</summary>
internal sealed record ServeOptions
{
    /// <summary>Where everything is kept.</summary>
    public required string Data { get; init; }

    /// <summary>Where agents dial. TLS always. Default <c>https://127.0.0.1:8443</c>.</summary>
    public ListenAddress Agents { get; init; } = ListenAddress.Parse("https://127.0.0.1:8443", out _)!;

    /// <summary>Where operators ask; plain HTTP only on loopback. Default <c>http://127.0.0.1:8080</c>.</summary>
    public ListenAddress Operators { get; init; } = ListenAddress.Parse("http://127.0.0.1:8080", out _)!;

    /// <summary>The address in bootstrap bundles; made of the listener's when null.</summary>
    public Uri? PublicAgents { get; init; }

    /// <summary>Further names and addresses in the certificates issued here.</summary>
    public IReadOnlyList<string> Hostnames { get; init; } = [];

    /// <summary>Certificates of one's own for the agents' listener, and the authority that agents are to pin for it.</summary>
    public TlsFiles? AgentsTls { get; init; }

    /// <summary>Certificates of one's own for the operators' listener.</summary>
    public TlsFiles? OperatorsTls { get; init; }

    /// <summary>Make a new admin token; the old ones end.</summary>
    public bool NewAdminToken { get; init; }

    /// <summary>How agents are served.</summary>
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>How agents get their certificates.</summary>
    public EnrolmentOptions Enrolment { get; init; } = new();

    /// <summary>What operators may ask for.</summary>
    public ApiLimits Limits { get; init; } = new();

    /// <summary>What the store may grow to.</summary>
    public StoreLimits Store { get; init; } = new();

    /// <summary>The PostgreSQL database that holds the store; null for the SQLite file in the data directory.</summary>
    public PostgresOptions? Postgres { get; init; }

    /// <summary>Seals the private keys in the store, so that processes share them; null when they are only files.</summary>
    public string? KeysPassphrase { get; init; }

    /// <summary>Where traces go.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>Least level that is logged. Default <c>Information</c>.</summary>
    public LogEventLevel LogLevel { get; init; } = LogEventLevel.Information;
}

/// <summary>PEM files of a listener.</summary>
/// <param name="Certificate">Path of the certificate, its chain after it.</param>
/// <param name="Key">Path of the private key.</param>
/// <param name="Authority">Path of the authority's certificate; only for agents, who pin it.</param>
internal sealed record TlsFiles(string Certificate, string Key, string? Authority = null);
