using Pdp.Cutter.Watching;
using Pdp.Story.Staging;
using Pdp.Testing;

namespace Pdp.Cutter.Play;

/// <summary>The real processes, with a cable in each line between them.</summary>
public sealed class World : IAsyncDisposable
{
    /// <summary>Intents sent and not acknowledged, at most: few, so that the window is full now and then.</summary>
    public const int Window = 2;

    private const string User = "agent";
    private const string Password = "let-me:out";
    private readonly ConnectProxy? _proxy;
    private readonly List<AgentProcess> _agents = [];
    private readonly PlayOptions _options;
    private TestCable? _controlLine;
    private TestCable? _clusterLine;

    /// <summary>Prepares a world; <see cref="OpenAsync"/> starts it.</summary>
    public World(PlayOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _proxy = options.WayOut switch
        {
            WayOut.Proxy => ConnectProxy.Start(),
            WayOut.ProxyWithCredentials => ConnectProxy.Start(User, Password),
            _ => null,
        };
        Stage = new Stage(new StageOptions
        {
            Plane = "cutter",
            Dial = url => Through(_controlLine = new TestCable(url.Port), url),
            ReachCluster = url => Through(_clusterLine = new TestCable(url.Port), url),
            ControlArguments = ["--heartbeat", "1", "--window", $"{Window}"],
            AgentArguments = ["--retry-max", "2s", .. ProxyArguments()],
        });
        Chronicle = new Chronicle(time);
    }

    /// <summary>The processes.</summary>
    public Stage Stage { get; }

    /// <summary>What happened.</summary>
    public Chronicle Chronicle { get; }

    /// <summary>The line between agents and control stub.</summary>
    public TestCable ControlLine => _controlLine!;

    /// <summary>The line between agents and API server.</summary>
    public TestCable ClusterLine => _clusterLine!;

    /// <summary>All agents.</summary>
    public IReadOnlyList<AgentProcess> Agents => _agents;

    /// <summary>Tunnels the proxy has opened; 0 where there is no proxy.</summary>
    public int Tunnels => _proxy?.Tunnelled.Count ?? 0;

    /// <summary>Starts everything and waits until an agent is connected.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        await Stage.OpenAsync(ct);
        _agents.Add(Stage.Agent);
        if (_options.HasStandby)
        {
            _agents.Add(Stage.AddStandby("standby"));
            _agents[^1].Start();
        }

        await Stage.ConnectedAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        if (_controlLine is not null) await _controlLine.DisposeAsync();
        if (_clusterLine is not null) await _clusterLine.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
    }

    private static Uri Through(TestCable cable, Uri url) => new UriBuilder(url) { Port = cable.Port }.Uri;

    private string[] ProxyArguments() => _options.WayOut switch
    {
        WayOut.Proxy => ["--proxy", $"http://127.0.0.1:{_proxy!.Port}"],
        WayOut.ProxyWithCredentials => ["--proxy", $"http://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{_proxy!.Port}"],
        _ => [],
    };
}
