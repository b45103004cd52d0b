using System.Collections.Concurrent;
using Pdp.Benchmarks.Measuring;
using Pdp.Benchmarks.Storm.Fleet;
using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Storm;

/// <summary>One control plane with as many planes as agents will dial, in a directory of its own.</summary>
internal sealed class StormStage : IAsyncDisposable
{
    private const int InFlight = 32;

    private readonly OrphanGuard _guard = new();
    private readonly int _agents;

    private StormStage(string directory, int agents, IEnumerable<string> arguments)
    {
        _agents = agents;
        Directory = directory;
        Control = new ControlPlane(directory, _guard) { Arguments = ["--max-planes", $"{agents}", "--max-sessions", $"{agents}", .. arguments] };
    }

    public string Directory { get; }

    public ControlPlane Control { get; }

    public static async Task<StormStage> OpenAsync(int agents, CancellationToken ct, params IEnumerable<string> arguments)
    {
        var stage = new StormStage(System.IO.Directory.CreateTempSubdirectory("pdp-storm-").FullName, agents, arguments);
        await stage.Control.StartAsync(ct);
        return stage;
    }

    public static string Plane(int number) => $"plane-{number:00000}";

    /// <summary>Creates the planes, as an operator would.</summary>
    /// <returns>What their agents need to dial.</returns>
    public async Task<FleetOptions> CreatePlanesAsync(int count, double firstDialsWithin, CancellationToken ct)
    {
        var agents = new ConcurrentBag<FleetAgent>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (i, token) =>
        {
            var bundle = await Control.Api.CreatePlaneAsync(Plane(i), token);
            agents.Add(new FleetAgent(Plane(i), (string)bundle["token"]!));
        });
        var server = new UriBuilder("wss", Control.Agents.Host, Control.Agents.Port, "/agent/v1/channel").Uri;
        var authority = await File.ReadAllTextAsync(Path.Combine(Control.DataDirectory, "ca.crt"), ct);
        return new FleetOptions(server, authority, [.. agents], firstDialsWithin);
    }

    /// <summary>Puts an intent, each to another plane while there are enough.</summary>
    public async Task PutAsync(int number, CancellationToken ct)
    {
        var (plane, id) = (Plane(number % _agents), $"web-{number / _agents}");
        await Control.Api.PutAsync(plane, id, BenchmarkComponents.Document(plane, id, "registry.example/web:1"), ct);
    }

    public Task<FleetProcess> LaunchAsync(FleetOptions fleet, CancellationToken ct) => FleetProcess.StartAsync(fleet, Directory, _guard, ct);

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        _guard.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
