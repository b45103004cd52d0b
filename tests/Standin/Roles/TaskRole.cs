using System.Globalization;

namespace Pdp.Standin.Roles;

/// <summary>A batch program: prints lines over a while and ends with a given exit code.</summary>
internal static class TaskRole
{
    public static async Task<int> RunAsync(StandinOptions options, TimeProvider time, CancellationToken stopping)
    {
        var lines = (int)options.Number("lines", 3, 0, 1_000_000);
        var pause = options.Seconds("task-seconds", 0.1) / Math.Max(1, lines);
        var exitCode = (int)options.Number("exit-code", 0, 0, 255);
        for (var line = 1; line <= lines; line++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"task {options.Release}: step {line} of {lines}"));
            await Task.Delay(pause, time, stopping);
        }

        if (exitCode != 0) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"task failed with exit code {exitCode}"));
        return exitCode;
    }
}
