using System.Security.Cryptography.X509Certificates;
using Pdp.Story.Processes;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>The control stub as a process that can be killed and come back with its data.</summary>
public sealed class ControlPlane : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly string _directory;
    private readonly OrphanGuard _guard;
    private int _commands;
    private ControlApi? _api;
    private X509Certificate2Collection? _authority;

    /// <summary>Prepares a stub; <see cref="StartAsync(CancellationToken)"/> starts it.</summary>
    public ControlPlane(string directory, OrphanGuard guard) => (_directory, _guard) = (directory, guard);

    /// <summary>Further arguments of <c>serve</c>, at each start.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The operators' API; a new one after each start.</summary>
    public ControlApi Api => _api ?? throw new StoryException("the control stub was not started");

    /// <summary>Where agents dial.</summary>
    public Uri Agents { get; private set; } = new("https://127.0.0.1:0");

    /// <summary>Where operators ask.</summary>
    public Uri Operators { get; private set; } = new("https://127.0.0.1:0");

    /// <summary>Its files, the admin token and its authority's certificate among them.</summary>
    public string DataDirectory => Path.Combine(_directory, "control");

    /// <summary>The process; null before it was started.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>Starts it for the first time, on free ports.</summary>
    /// <exception cref="StoryException">It did not come up.</exception>
    public Task StartAsync(CancellationToken ct) => StartAsync(agentsPort: 0, operatorsPort: 0, ct);

    /// <summary>A fresh connection that trusts the stub's authority, without a token.</summary>
    public HttpMessageHandler Handler() => PinnedHandler.Create(_authority);

    /// <summary>Kills it (SIGKILL).</summary>
    public Task KillAsync(CancellationToken ct) => Process!.KillAsync(ct);

    /// <summary>Starts it again with its data, on the ports it had.</summary>
    public Task RestartAsync(CancellationToken ct) => StartAsync(Agents.Port, Operators.Port, ct);

    /// <summary>Runs a command of the stub's own program with its data directory.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="StoryException">It failed; carries what it printed.</exception>
    public async Task<string> CommandAsync(CancellationToken ct, params string[] arguments)
    {
        var name = $"command-{++_commands}";
        await using var process = ChildProcess.Start(
            new ChildProcessOptions(name, Programs.Control, [.. arguments, "--data", DataDirectory], _directory), _guard);
        var code = await process.EndAsync(ct);
        var said = process.Log.Tail(int.MaxValue);
        return code == 0 ? said : throw new StoryException($"pdp-control {string.Join(' ', arguments)} ended with code {code}:\n{said}");
    }

    /// <summary>Starts it again with its data where operators reach it and no agent does: agents dial a port nobody listens on.</summary>
    public async Task RestartOutOfReachOfAgentsAsync(CancellationToken ct)
    {
        var agents = Agents;
        await StartAsync(agentsPort: 0, Operators.Port, ct);
        Agents = agents;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }
    }

    private async Task StartAsync(int agentsPort, int operatorsPort, CancellationToken ct)
    {
        await DisposeAsync();
        string[] arguments =
        [
            "serve", "--data", DataDirectory, "--agents", $"https://127.0.0.1:{agentsPort}", "--operators", $"https://127.0.0.1:{operatorsPort}",
            .. Arguments,
        ];
        Process = ChildProcess.Start(new ChildProcessOptions("control", Programs.Control, arguments, _directory), _guard);
        var said = await Process.LineAsync("ready", StartLimit, ct);
        var addresses = said.Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => new Uri(pair[1]));
        (Agents, Operators) = (addresses["agents"], addresses["operators"]);
        _authority = await AuthorityAsync(ct);
        _api = new ControlApi(Operators, _authority, await ReadAsync("admin-token", ct));
    }

    private async Task<X509Certificate2Collection> AuthorityAsync(CancellationToken ct)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPem(await ReadAsync("ca.crt", ct));
        return authority;
    }

    private async Task<string> ReadAsync(string file, CancellationToken ct) =>
        (await File.ReadAllTextAsync(Path.Combine(DataDirectory, file), ct)).Trim();
}
