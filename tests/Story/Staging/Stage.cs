using Pdp.Story.Processes;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>The three processes of the story, and the two APIs through which it looks at them.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly OrphanGuard _guard = new();
    private readonly List<AgentProcess> _standbys = [];
    private readonly bool _ownsDirectory;
    private ClusterApi? _cluster;
    private AgentProcess? _agent;

    /// <summary>Prepares a stage; <see cref="OpenAsync"/> starts the processes.</summary>
    public Stage(StageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _ownsDirectory = options.Directory is null;
        Directory = options.Directory ?? System.IO.Directory.CreateTempSubdirectory("pdp-story-").FullName;
        System.IO.Directory.CreateDirectory(Directory);
        Vault = new SecretVault(Directory);
        Secrets = new SecretFiles(Directory, Vault);
        EmbeddedCluster = options.Kubeconfig is null ? new EmbeddedCluster(Directory, _guard) { Arguments = options.ClusterArguments } : null;
        Registry = options.Kubeconfig is null && !options.AgentArguments.Contains("--registries") ? new ImageRegistry(Directory) : null;
        Kubeconfig = options.Kubeconfig ?? EmbeddedCluster!.Kubeconfig;
        AgentKubeconfig = options.ReachCluster is null ? Kubeconfig : Path.Combine(Directory, "kubeconfig-agent");
        Control = new ControlPlane(Directory, _guard) { Arguments = options.ControlArguments };
    }

    /// <summary>With what it is played.</summary>
    public StageOptions Options { get; }

    /// <summary>The plane's id.</summary>
    public string Plane => Options.Plane;

    /// <summary>Everything the processes keep, their logs among it.</summary>
    public string Directory { get; }

    /// <summary>The embedded cluster; null where the story is played in a given one.</summary>
    public EmbeddedCluster? EmbeddedCluster { get; }

    /// <summary>The secrets agents are told of.</summary>
    internal SecretFiles Secrets { get; }

    /// <summary>The customer's vault.</summary>
    internal SecretVault Vault { get; }

    /// <summary>The Prometheus the agent is told of.</summary>
    internal LoadPrometheus Prometheus { get; } = new();

    /// <summary>The registry agents are told of; null in a given cluster, and where they are told of another one.</summary>
    internal ImageRegistry? Registry { get; }

    /// <summary>Kubeconfig of the cluster.</summary>
    public string Kubeconfig { get; }

    /// <summary>Kubeconfig of the agents.</summary>
    public string AgentKubeconfig { get; }

    /// <summary>The cluster as its administrator sees it.</summary>
    public ClusterApi Cluster => _cluster ?? throw new StoryException("the stage is not open");

    /// <summary>The control stub.</summary>
    public ControlPlane Control { get; }

    /// <summary>The agent.</summary>
    public AgentProcess Agent => _agent ?? throw new StoryException("the stage is not open");

    /// <summary>The bootstrap bundle of the plane, as the agent was given it.</summary>
    public string Bundle => Path.Combine(Directory, "bundle.json");

    /// <summary>The processes that were started, for their logs.</summary>
    public IEnumerable<ChildProcess> Processes =>
        _standbys.Select(standby => standby.Process)
            .Prepend(_agent?.Process).Prepend(Control.Process).Prepend(EmbeddedCluster?.Process)
            .OfType<ChildProcess>();

    /// <summary>Starts cluster, stub and agent.</summary>
    /// <exception cref="StoryException">One did not come up; carries its last lines.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        await Task.WhenAll(Secrets.MakeAsync(ct), Control.StartAsync(ct), EmbeddedCluster?.StartAsync(ct) ?? Task.CompletedTask, Registry?.StartAsync(ct) ?? Task.CompletedTask);
        _cluster = new ClusterApi(Wire.Kubeconfig.Read(Kubeconfig));
        if (Options.ReachCluster is { } reach)
        {
            var text = await File.ReadAllTextAsync(Kubeconfig, ct);
            var origin = _cluster.Server.GetLeftPart(UriPartial.Authority);
            await PrivateFile.WriteAsync(AgentKubeconfig, text.Replace(origin, reach(_cluster.Server).GetLeftPart(UriPartial.Authority)), ct);
        }

        var bundle = await Control.Api.CreatePlaneAsync(Plane, ct);
        if (Options.Dial is { } dial) bundle["server"] = dial(new Uri((string)bundle["server"]!)).AbsoluteUri;
        await PrivateFile.WriteAsync(Bundle, bundle.ToJsonString(), ct);
        _agent = new AgentProcess("agent", this, _guard);
        _agent.Start();
    }

    /// <summary>Another agent of the same plane, not started yet.</summary>
    public AgentProcess AddStandby(string name)
    {
        var standby = new AgentProcess(name, this, _guard);
        _standbys.Add(standby);
        return standby;
    }

    /// <summary>Another control plane, with a data directory of its own, not started yet; whoever asks disposes it.</summary>
    public ControlPlane AddControlPlane(string name) =>
        new(System.IO.Directory.CreateDirectory(Path.Combine(Directory, name)).FullName, _guard);

    /// <summary>An agent with a bundle of another control plane and a namespace of its own, not started yet; whoever asks disposes it.</summary>
    public async Task<AgentProcess> AddStrangerAsync(string name, string bundle, string agentNamespace, CancellationToken ct)
    {
        var path = Path.Combine(Directory, $"bundle-{name}.json");
        await PrivateFile.WriteAsync(path, bundle, ct);
        return new AgentProcess(name, this, _guard, path, agentNamespace);
    }

    /// <summary>Removes a directory of the stage's own when it closes; keep it where something went wrong.</summary>
    public bool KeepDirectory { get; set; }

    /// <summary>Stops everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _standbys.Append(_agent).OfType<AgentProcess>().Select(agent => agent.DisposeAsync().AsTask())]);
        await Control.DisposeAsync();
        await Prometheus.DisposeAsync();
        await Vault.DisposeAsync();
        if (Registry is not null)
        {
            await Registry.DisposeAsync();
        }

        if (EmbeddedCluster is not null)
        {
            await EmbeddedCluster.DisposeAsync();
        }

        _cluster?.Dispose();
        _guard.Dispose();
        if (_ownsDirectory && !KeepDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
