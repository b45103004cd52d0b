using Pdp.Benchmarks.Measuring;
using Pdp.Story;
using Pdp.Story.Staging;
using Spectre.Console;

namespace Pdp.Benchmarks.Reporting;

/// <summary>Measures on a stage of its own, prints the figures and writes them to a file.</summary>
/// <param name="configuration">How the programs were built.</param>
/// <param name="file">The file's name below <c>artifacts</c>.</param>
internal sealed class StageBenchmark(string configuration, string file)
{
    // No shorter than an agent has it without being told: renewing the lease is most of what it asks at rest.
    private static readonly StageOptions Options = new() { Plane = "bench", LeaseDuration = TimeSpan.FromSeconds(20) };

    /// <summary>Measures.</summary>
    /// <returns>The exit code; the logs are kept where something went wrong.</returns>
    public async Task<int> RunAsync(Func<Stage, Task<IReadOnlyList<Figure>>> measure, CancellationToken ct)
    {
        await using var stage = new Stage(Options);
        try
        {
            await stage.OpenAsync(ct);
            await stage.ConnectedAsync(ct);
            var report = new BenchmarkReport(TimeProvider.System.GetUtcNow(), configuration, Machine.This(), await measure(stage));
            report.Print(AnsiConsole.Console);
            var path = Path.GetFullPath(Path.Combine("artifacts", file));
            await report.WriteAsync(path, ct);
            Console.WriteLine($"written to {path}");
            return 0;
        }
        catch (StoryException failure)
        {
            stage.KeepDirectory = true;
            await Console.Error.WriteLineAsync($"{failure.Message}\nlogs: {stage.Directory}");
            return 1;
        }
    }
}
