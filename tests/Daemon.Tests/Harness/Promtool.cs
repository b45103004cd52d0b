using System.Diagnostics;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>Prometheus' own judgement of metrics, where its tool is installed.</summary>
internal static class Promtool
{
    // What the runtime calls its own is not ours to change.
    private const string Runtime = "dotnet_";

    /// <summary>What it finds wrong with a text; nothing where there is no such tool.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(string metrics, CancellationToken cancellationToken)
    {
        if (Path() is not { } path) return [];
        using var tool = Process.Start(new ProcessStartInfo(path, ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var told = Task.WhenAll(tool.StandardOutput.ReadToEndAsync(cancellationToken), tool.StandardError.ReadToEndAsync(cancellationToken));
        await tool.StandardInput.WriteAsync(metrics.AsMemory(), cancellationToken);
        tool.StandardInput.Close();
        await tool.WaitForExitAsync(cancellationToken);
        return [.. (await told).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => !line.StartsWith(Runtime, StringComparison.Ordinal))];
    }

    private static string? Path() => Array.Find(["/usr/bin/promtool", "/usr/local/bin/promtool"], File.Exists);
}
