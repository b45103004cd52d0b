using System.Text.Json;
using Pdp.Benchmarks.Storm.Fleet;
using Pdp.Story;
using Pdp.Story.Processes;

namespace Pdp.Benchmarks.Storm;

/// <summary>The fleet in its process, as the storm sees it.</summary>
internal sealed class FleetProcess : IAsyncDisposable
{
    private const string OptionsFile = "fleet.json";

    private FleetProcess(ChildProcess process) => Process = process;

    public ChildProcess Process { get; }

    /// <summary>The newest counts.</summary>
    /// <exception cref="StoryException">The process is gone.</exception>
    public FleetCounts? Counts
    {
        get
        {
            if (Process.HasExited)
            {
                throw new StoryException($"the fleet is gone:\n{Process.Log.Tail(15)}");
            }

            var line = Process.Log.Tail(10).Split('\n').LastOrDefault(text => text.StartsWith(FleetHost.CountsWord, StringComparison.Ordinal));
            return line is null ? null : JsonSerializer.Deserialize<FleetCounts>(line.AsSpan(FleetHost.CountsWord.Length), JsonSerializerOptions.Web);
        }
    }

    public static async Task<FleetProcess> StartAsync(FleetOptions options, string directory, OrphanGuard guard, CancellationToken ct)
    {
        var file = Path.Combine(directory, OptionsFile);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(options, JsonSerializerOptions.Web), ct);
        return new FleetProcess(ChildProcess.Start(
            new ChildProcessOptions("fleet", Environment.ProcessPath!, [FleetHost.Command, file], directory), guard));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
