using Pdp.Benchmarks.Measuring;
using Pdp.Benchmarks.Reporting;
using Pdp.Story;
using Spectre.Console;

namespace Pdp.Benchmarks.Storm;

/// <summary><c>storm</c>: thousands of agents at one control plane; held, served, cut off and let in again.</summary>
internal static class StormCommand
{
    public const string Name = "storm";

    public static async Task<int> RunAsync(string configuration, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        if (StormOptions.Read(arguments, out var error) is not { } options)
        {
            await Console.Error.WriteLineAsync($"{error}\n{StormOptions.Usage}");
            return 2;
        }

        try
        {
            StormStory story;
            IReadOnlyList<Figure> figures;
            await using (var stage = await StormStage.OpenAsync(options.Agents, ct))
            {
                story = new StormStory(stage, options, what => Console.Error.WriteLine(what));
                figures = await story.PlayAsync(ct);
            }

            var report = new BenchmarkReport(TimeProvider.System.GetUtcNow(), configuration, Machine.This(), figures) { LimitedBy = story.LimitedBy };
            var path = Path.GetFullPath("artifacts/storm.json");
            await report.WriteAsync(path, ct);
            if (options.Json)
            {
                Console.WriteLine(await File.ReadAllTextAsync(path, ct));
            }
            else
            {
                report.Print(AnsiConsole.Console);
                Console.WriteLine($"written to {path}");
            }

            return 0;
        }
        catch (StoryException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
