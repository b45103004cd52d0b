using System.Globalization;
using Pdp.Benchmarks.Reporting;
using Pdp.Story;
using Spectre.Console;

namespace Pdp.Benchmarks.Pages;

/// <summary><c>pages</c>: how long the operators' API takes for a page when there are many planes, intents and events.</summary>
internal static class PagesCommand
{
    public const string Name = "pages";

    private const string Usage =
        "pages [PLANES] [POSTGRES-CONNECTION-FILE]\n" +
        "  PLANES  10..100000, default 15000\n" +
        "  the file, as for pdp-control serve, keeps everything in PostgreSQL instead of SQLite";

    public static async Task<int> RunAsync(string configuration, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var planes = 15_000;
        if (arguments.Count > 2 || (arguments.Count > 0
            && !(int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out planes) && planes is >= 10 and <= 100_000)))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var figures = await new PagesStory(planes, arguments.Count > 1 ? arguments[1] : null).PlayAsync(ct);
            var report = new BenchmarkReport(TimeProvider.System.GetUtcNow(), configuration, Machine.This(), figures);
            report.Print(AnsiConsole.Console);
            var path = Path.GetFullPath("artifacts/pages.json");
            await report.WriteAsync(path, ct);
            Console.WriteLine($"written to {path}");
            return 0;
        }
        catch (StoryException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
