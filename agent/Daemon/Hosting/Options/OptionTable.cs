using Pdp.Core.Policy.Model;
using static Pdp.Daemon.Hosting.Options.OptionText;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Every option of <c>pdp-agent run</c>, once: command line, environment, configuration file and help are made from it.</summary>
internal static class OptionTable
{
    /// <summary>The options, in the order of the help.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        new("bundle", "FILE", "The bootstrap bundle of this data plane, from your control plane. Holds a token: mode 0600. Required.",
            (o, text) => o with { Bundle = text }),
        new("kubeconfig", "FILE", "The cluster to work in. Default: KUBECONFIG, the pod's service account, or ~/.kube/config.",
            (o, text) => o with { Kubeconfig = text }),
        new("context", "NAME", "Context of the kubeconfig. Default: its current one.", (o, text) => o with { Context = text }),
        new("namespace", "NAME", "The agent's own namespace: Intents, kept revisions and the lease are there. Default: pdp-system.",
            (o, text) => o with { Namespace = Label(text) }),
        new("install-crd", "BOOL", "Installs or updates the Intent definition and the namespace, as the chart does. Default: false.",
            (o, text) => o with { InstallCrd = Flag(text) }) { IsFlag = true },
        new("listen", "ADDRESS:PORT", "Where health and metrics are answered; the only listener. Default: 0.0.0.0:8080.",
            (o, text) => o with { Listen = EndPoint(text) }),
        new("name", "NAME", "Name of this process in the lease, the logs and at the control plane. Default: the host's name.",
            (o, text) => o with { Name = Text(text, 1, 200) }),
        new("proxy", "URL", "HTTP proxy to the control plane, http://[user:password@]host:port. Default: HTTPS_PROXY and NO_PROXY.",
            (o, text) => o with { Proxy = text }),
        new("policy", "FILE", "The customer's policy, YAML: what may happen in this cluster. Read again when it changes. Default: none.",
            (o, text) => o with { PolicyFile = Text(text, 1, 4096) }),
        new("policy-refresh", "TIME", "Time between two looks at the policy's file, 1s..10m. Default: 10s.",
            (o, text) => o with { PolicyRefresh = Time(text) }),
        new("policy-pod-security", "LEVEL", "Pod Security level if the policy names none: restricted, baseline, privileged. Default: restricted.",
            (o, text) => o with { Policy = o.Policy with { PodSecurity = OneOf<PodSecurityLevel>(text) } }),
        new("policy-allowed-kinds", "KINDS", "Kinds if the policy names none: group/Kind or Kind, by commas. Default: what workloads are made of.",
            (o, text) => o with { Policy = o.Policy with { Kinds = o.Policy.Kinds with { Allow = [.. Set(text)] } } }),
        new("policy-allow-cluster-scoped", "BOOL", "Whether intents may bring cluster-scoped objects, if the policy is silent. Default: false.",
            (o, text) => o with { Policy = o.Policy with { Kinds = o.Policy.Kinds with { ClusterScoped = Flag(text) } } }) { IsFlag = true },
        new("secret-stores", "FILE", "The secret stores intents may name, and who may use them; read again when it changes. Default: none.",
            (o, text) => o with { SecretStores = text }),
        new("cluster-domain", "DOMAIN", "DNS domain of the cluster. Default: cluster.local.",
            (o, text) => o with { ClusterDomain = Text(text, 1, 253) }),
        new("reconcile-parallelism", "N", "Intents worked on at once, 1..64; one tenant gets at most half. Default: 16.",
            (o, text) => o with { Reconcile = o.Reconcile with { Parallelism = Number(text) } }),
        new("apply-parallelism", "N", "Objects of one intent written at once, 1..32. Default: 8.",
            (o, text) => o with { Reconcile = o.Reconcile with { ApplyParallelism = Number(text) } }),
        new("api-concurrency", "N", "Requests to the API server in flight at once, 1..256. Default: 12.",
            (o, text) => o with { ApiConcurrency = Number(text) }),
        new("resync", "TIME", "Each intent is looked at again after this though nothing happened, 10s..24h. Default: 10m.",
            (o, text) => o with { Reconcile = o.Reconcile with { Resync = Time(text) } }),
        new("pass-timeout", "TIME", "Longest one pass over one intent may take, 5s..1h. Default: 2m.",
            (o, text) => o with { Reconcile = o.Reconcile with { PassTimeout = Time(text) } }),
        new("retry-base", "TIME", "First pause after a failure, 10ms..1m. Default: 500ms.",
            (o, text) => o with { Reconcile = o.Reconcile with { RetryBase = Time(text) } }),
        new("retry-max", "TIME", "Longest pause after failures in a row, retry-base..1h. Default: 1m.",
            (o, text) => o with { Reconcile = o.Reconcile with { RetryMax = Time(text) } }),
        new("lease-name", "NAME", "Name of the lease replicas stand for. Default: pdp-agent.",
            (o, text) => o with { LeaseName = Label(text) }),
        new("lease-duration", "TIME", "How long the others wait when the leader dies, whole seconds, 3s..10m. Default: 20s.",
            (o, text) => o with { LeaseDuration = Time(text) }),
        new("write-timeout", "TIME", "Longest one write to the cluster may take, whole seconds, 1s..60s. Default: 10s.",
            (o, text) => o with { WriteTimeout = Time(text) }),
        new("shutdown-timeout", "TIME", "Longest a stop may take before work is cut off, 1s..5m. Default: 20s.",
            (o, text) => o with { ShutdownTimeout = Time(text) }),
        new("log-level", "LEVEL", "trace, debug, information, warning, error or critical. Default: information.",
            (o, text) => o with { LogLevel = OneOf<LogLevel>(text) }),
        new("log-format", "FORMAT", "json (one object a line) or text. Default: json.",
            (o, text) => o with { LogFormat = OneOf<LogFormat>(text) }),
    ];
}
