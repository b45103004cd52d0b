using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pdp.Story.Processes;

/// <summary>The TCP ports a process listens on, as the kernel tells, not the process.</summary>
public static partial class Listeners
{
    private const string Listening = "0A";

    /// <summary>The ports, in order; on Linux from /proc, elsewhere from lsof.</summary>
    /// <exception cref="StoryException">The process is gone, or the system does not tell.</exception>
    public static async Task<IReadOnlyList<int>> PortsAsync(int processId, CancellationToken ct) =>
        OperatingSystem.IsLinux() ? FromProc(processId) : await FromLsofAsync(processId, ct);

    private static List<int> FromProc(int processId)
    {
        try
        {
            var sockets = Directory.EnumerateFiles($"/proc/{processId}/fd")
                .Select(link => new FileInfo(link).LinkTarget)
                .OfType<string>()
                .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(target => target["socket:[".Length..^1])
                .ToHashSet(StringComparer.Ordinal);

            // Columns: sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
            var ports =
                from table in new[] { "tcp", "tcp6" }
                from line in File.ReadLines($"/proc/{processId}/net/{table}").Skip(1)
                let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                where columns[3] == Listening && sockets.Contains(columns[9])
                select int.Parse(columns[1].AsSpan(columns[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return [.. ports.Distinct().Order()];
        }
        catch (IOException gone)
        {
            throw new StoryException($"process {processId} cannot be looked at", gone);
        }
    }

    private static async Task<IReadOnlyList<int>> FromLsofAsync(int processId, CancellationToken ct)
    {
        var start = new ProcessStartInfo("lsof", ["-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-p", $"{processId}", "-Fn"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var lsof = Process.Start(start) ?? throw new StoryException("lsof cannot be started");
        var text = await lsof.StandardOutput.ReadToEndAsync(ct);
        return [.. ListenLine().Matches(text).Select(match => int.Parse(match.Groups["port"].ValueSpan)).Distinct().Order()];
    }

    [GeneratedRegex(@"^n.*:(?<port>\d+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListenLine();
}
