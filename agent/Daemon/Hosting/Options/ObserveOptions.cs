using System.Net;
using Pdp.Daemon.Outbound;
using Pdp.LogStore;
using Pdp.LogStore.Retention;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs.Loki;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>What is collected for browsers to ask the plane, and how they may.</summary>
internal sealed record ObserveOptions
{
    /// <summary>Where the API listens; null when there is none, and nothing is collected.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>File of its certificate.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the certificate's key.</summary>
    public string? Key { get; init; }

    /// <summary>This replica's address, where the others reach the API; null when there are none.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Where everything collected is kept.</summary>
    public string? Directory { get; init; }

    /// <summary>Who may ask, and how much.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Disk for log lines, bytes.</summary>
    public long LogBytes { get; init; } = 10L << 30;

    /// <summary>How long lines are kept that no class of <see cref="LogClasses"/> takes.</summary>
    public TimeSpan LogAge { get; init; } = RetentionClass.Default.MaxAge;

    /// <summary>How much of a segment one pod may fill, percent.</summary>
    public int LogPodShare { get; init; } = 10;

    /// <summary>Sources that are kept longer, shorter or rather than others.</summary>
    public IReadOnlyList<RetentionClass> LogClasses { get; init; } = [];

    /// <summary>The customer's Loki, where lines are looked for instead of the agent's own store; null when there is none.</summary>
    public Uri? LokiUrl { get; init; }

    /// <summary>Its tenant.</summary>
    public string? LokiTenant { get; init; }

    /// <summary>File of the credentials for it.</summary>
    public string? LokiCredentials { get; init; }

    /// <summary>File of the authorities its certificate must come from; null for the system's.</summary>
    public string? LokiCa { get; init; }

    /// <summary>Which of its labels say whose a line is.</summary>
    public LokiLabels LokiLabels { get; init; } = new();

    /// <summary>Whether the agent brings lines into that Loki itself.</summary>
    public bool LokiPush { get; init; }

    /// <summary>Whether the agent follows logs.</summary>
    public bool Collects => LokiUrl is null || LokiPush;

    /// <summary>The customer's Loki; null when there is none.</summary>
    public LokiOptions? Loki => LokiUrl is not { } url ? null : new LokiOptions
    {
        Url = url,
        Tenant = LokiTenant,
        CredentialsFile = LokiCredentials,
        Trust = LokiCa is { } ca ? new ServerTrust(ca).Check : null,
        Labels = LokiLabels,
    };

    /// <summary>How it is kept how far logs were read whose lines are pushed.</summary>
    public PlaneStoreOptions Positions => new() { Directory = Path.Combine(Directory ?? "", "positions") };

    /// <summary>Whether there is an API.</summary>
    public bool IsOn => Listen is not null;

    /// <summary>Where the other replicas reach the API; null when it is off or they do not.</summary>
    public IPEndPoint? Reached => Address is { } address && Listen is { } listen ? new IPEndPoint(address, listen.Port) : null;

    /// <summary>Certificate and key; both are there when it is on and the rules hold.</summary>
    public CertificateFiles Files => new(Certificate ?? "", Key ?? "");

    /// <summary>How log lines are stored.</summary>
    public LogStoreOptions Logs => new()
    {
        Directory = Path.Combine(Directory ?? "", "logs"),
        MaxBytes = LogBytes,
        PodShare = LogPodShare / 100.0,
        Classes = [.. LogClasses, RetentionClass.Default with { MaxAge = LogAge }],
    };
}
