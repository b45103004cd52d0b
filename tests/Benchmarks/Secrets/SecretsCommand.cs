using System.Globalization;
using Pdp.Benchmarks.Reporting;
using Pdp.Story;
using Spectre.Console;

namespace Pdp.Benchmarks.Secrets;

/// <summary><c>secrets</c>: what many secrets of a vault cost while none of them changes, and how soon a change would be noticed.</summary>
internal static class SecretsCommand
{
    public const string Name = "secrets";

    private const string Usage =
        "secrets [SECRETS] [MINUTES]\n" +
        "  SECRETS  50..10000, default 1500\n" +
        "  MINUTES  2..60, how long is measured, default 5";

    public static async Task<int> RunAsync(string configuration, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        if (Number(arguments, 0, 1500, 50, 10_000) is not { } secrets || Number(arguments, 1, 5, 2, 60) is not { } minutes || arguments.Count > 2)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var figures = await new SecretsStory(secrets, TimeSpan.FromMinutes(minutes)).PlayAsync(ct);
            var report = new BenchmarkReport(TimeProvider.System.GetUtcNow(), configuration, Machine.This(), figures);
            report.Print(AnsiConsole.Console);
            var path = Path.GetFullPath("artifacts/secrets.json");
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

    private static int? Number(IReadOnlyList<string> arguments, int at, int usual, int least, int most) =>
        arguments.Count <= at ? usual
        : int.TryParse(arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : null;
}
