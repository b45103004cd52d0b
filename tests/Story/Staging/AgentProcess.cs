using Pdp.Story.Processes;

namespace Pdp.Story.Staging;

/// <summary>The agent as a process that can be killed and started again.</summary>
public sealed class AgentProcess : IAsyncDisposable
{
    // As its image has them (Dockerfile).
    private static readonly Dictionary<string, string?> OfTheImage = new()
    {
        ["DOTNET_GCgen0size"] = "0x400000",
        ["MALLOC_ARENA_MAX"] = "2",
    };

    private readonly ChildProcessOptions _options;
    private readonly OrphanGuard _guard;

    /// <summary>Prepares an agent; <see cref="Start"/> starts it.</summary>
    /// <param name="name">Its name in the lease and of its log.</param>
    /// <param name="stage">Whose directory, cluster, bundle and options it takes.</param>
    /// <param name="guard">Ends it should this process die.</param>
    /// <param name="bundle">The bootstrap bundle to start with; null for the stage's own.</param>
    /// <param name="agentNamespace">The agent's own namespace in the cluster.</param>
    public AgentProcess(string name, Stage stage, OrphanGuard guard, string? bundle = null, string agentNamespace = "pdp-system")
    {
        ArgumentNullException.ThrowIfNull(stage);
        _guard = guard;
        ApiPort = FreePort.Take();
        Observation = stage.Options.Observed ? new Observation(stage.Directory, name, stage.Plane) : null;
        string[] arguments =
        [
            "run", "--name", name, "--kubeconfig", stage.AgentKubeconfig, "--bundle", bundle ?? stage.Bundle, "--install-crd",
            "--listen", $"127.0.0.1:{ApiPort}", "--lease-duration", $"{stage.Options.LeaseDuration.TotalSeconds}s", "--namespace", agentNamespace,
            "--policy-pod-security", stage.Options.PodSecurity,
            .. stage.Options.AgentArguments.Contains("--secret-stores") ? [] : stage.Secrets.Arguments,
            "--analysis-prometheus-url", stage.Prometheus.Url.AbsoluteUri,
            .. stage.Registry?.Arguments ?? [],
            .. Observation?.Arguments ?? [],
            .. stage.Options.AgentArguments,
        ];
        _options = new ChildProcessOptions(name, Programs.Agent, arguments, stage.Directory) { Environment = OfTheImage };
    }

    /// <summary>The port of its health and metrics.</summary>
    public int ApiPort { get; }

    /// <summary>All ports it may listen on.</summary>
    public IReadOnlyList<int> Ports => Observation is null ? [ApiPort] : [ApiPort, Observation.Url.Port];

    /// <summary>Where that API is.</summary>
    public Uri ApiUrl => new($"http://127.0.0.1:{ApiPort}");

    /// <summary>Where it answers for logs, metrics and events; null where the stage is not observed.</summary>
    public Observation? Observation { get; }

    /// <summary>The process; null before it was started.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>Starts it, for the first time or again.</summary>
    public void Start() => Process = ChildProcess.Start(_options, _guard);

    /// <summary>Kills it (SIGKILL).</summary>
    public Task KillAsync(CancellationToken ct) => Process!.KillAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (Process is not null) await Process.DisposeAsync();
        Observation?.Dispose();
    }
}
