using System.Globalization;
using Pdp.Benchmarks.Reporting;
using Spectre.Console;

namespace Pdp.Benchmarks.Logs;

/// <summary><c>logs</c>: the log store, filled with service logs, searched, and followed through the API; and the store of samples.</summary>
internal static class LogsCommand
{
    public const string Name = "logs";

    private const string Usage = "logs [THOUSANDS]\n  THOUSANDS  of lines, 10..20000, default 2000";

    public static async Task<int> RunAsync(string configuration, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var thousands = 2000;
        if (arguments.Count > 1 || (arguments.Count > 0
            && !(int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out thousands) && thousands is >= 10 and <= 20_000)))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var directory = Directory.CreateTempSubdirectory("pdp-logs-");
        try
        {
            var figures = await new LogsStory(directory.FullName, thousands * 1000).PlayAsync(ct);
            var report = new BenchmarkReport(TimeProvider.System.GetUtcNow(), configuration, Machine.This(), figures);
            report.Print(AnsiConsole.Console);
            var path = Path.GetFullPath("artifacts/logs.json");
            await report.WriteAsync(path, ct);
            Console.WriteLine($"written to {path}");
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
