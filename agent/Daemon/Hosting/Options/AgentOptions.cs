using System.Net;
using Pdp.Core.Plan;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Analysis;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Telemetry;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Everything the agent can be told, from whichever source. <see cref="OptionTable"/> says what each is.</summary>
internal sealed record AgentOptions
{
    /// <summary>File of the bootstrap bundle.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>File of the agent's identity; null to keep it in <see cref="IdentitySecret"/>.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>Name of the Secret of the agent's namespace with its identity.</summary>
    public string IdentitySecret { get; init; } = "pdp-agent-identity";

    /// <summary>Kubeconfig file; null to look for a cluster where kubectl would.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The agent's own namespace.</summary>
    public string Namespace { get; init; } = "pdp-system";

    /// <summary>Whether to install the Intent definition and the namespace.</summary>
    public bool InstallCrd { get; init; }

    /// <summary>Where to listen.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 8080);

    /// <summary>Name of this process in lease, logs and control plane.</summary>
    public string Name { get; init; } = "";

    /// <summary>HTTP proxy to the control plane; null for none but the environment's.</summary>
    public string? Proxy { get; init; }

    /// <summary>How eagerly to work.</summary>
    public ReconcileOptions Reconcile { get; init; } = new();

    /// <summary>The same with other terms for contests.</summary>
    public AgentOptions WithContest(Func<ContestOptions, ContestOptions> change) =>
        this with { Reconcile = Reconcile with { Contest = change(Reconcile.Contest) } };

    /// <summary>Requests to the API server in flight at once.</summary>
    public int ApiConcurrency { get; init; } = 12;

    /// <summary>Name of the lease.</summary>
    public string LeaseName { get; init; } = "pdp-agent";

    /// <summary>How long a leader that died keeps the others waiting.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest one write to the cluster may take.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>File of the customer's policy; null for none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>Time between two looks at the policy's file.</summary>
    public TimeSpan PolicyRefresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>File with <c>user:password</c> for the proxy; null when its URL holds them or it wants none.</summary>
    public string? ProxyCredentialsFile { get; init; }

    /// <summary>The limits of the control channel that were set.</summary>
    public IReadOnlyList<Action<ChannelOptions>> Channel { get; init; } = [];

    /// <summary>What the customer lets happen, where the file says nothing.</summary>
    public PolicyRules Policy { get; init; } = PolicyRules.Default;

    /// <summary>File of the customer's secret stores; null when there are none.</summary>
    public string? SecretStores { get; init; }

    /// <summary>The stores as that file had them at the start.</summary>
    public IReadOnlyList<StoreDefinition> Stores { get; init; } = [];

    /// <summary>The process environment, for secret stores that are variables of it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>File of the customer's registries; null when none may be asked.</summary>
    public string? Registries { get; init; }

    /// <summary>The registries as that file had them at the start.</summary>
    public IReadOnlyList<RegistryDefinition> RegistryDefinitions { get; init; } = [];

    /// <summary>What rollouts are measured by.</summary>
    public PrometheusOptions Prometheus { get; init; } = new();

    /// <summary>Where the observability API is reached from outside the cluster; null when that is told to nobody.</summary>
    public Uri? ObserveUrl { get; init; }

    /// <summary>Where traces and metrics go.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>Authorities of that place; null for the system's.</summary>
    public string? OtlpCa { get; init; }

    /// <summary>Where the audit trail goes.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>What browsers may ask the plane.</summary>
    public ObserveOptions Observe { get; init; } = new();

    /// <summary>What is collected besides log lines, and where more can be asked.</summary>
    public PlaneOptions Plane { get; init; } = new();

    /// <summary>DNS domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>Least important log lines written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Json;

    /// <summary>Longest a stop may take before work is cut off.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>For people.</summary>
    Text,
}
