using System.Globalization;

namespace Pdp.Standin.Roles;

/// <summary>Logs at a steady rate: structured lines with a number, so that a reader can tell what it missed.</summary>
internal static class ChatterRole
{
    private static readonly string[] Levels = ["info", "info", "info", "debug", "warn", "info", "info", "error"];
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(StandinOptions options, TimeProvider time, CancellationToken stopping)
    {
        var rate = options.Number("rate", 10, 0.1, 100_000);
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        var start = time.GetTimestamp();
        var written = 0L;
        try
        {
            while (true)
            {
                var due = (long)(time.GetElapsedTime(start).TotalSeconds * rate);
                for (; written < due; written++) await output.WriteLineAsync(Line(written, time));
                await output.FlushAsync(stopping);
                await Task.Delay(Beat, time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static string Line(long number, TimeProvider time) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"time":"{{time.GetUtcNow():O}}","level":"{{Levels[number % Levels.Length]}}","message":"line {{number}}","number":{{number}}}""");
}
