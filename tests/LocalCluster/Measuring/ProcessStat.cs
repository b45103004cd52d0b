using System.Globalization;

namespace Pdp.LocalCluster.Measuring;

/// <summary>One process as <c>/proc/ID/stat</c> tells it (proc_pid_stat(5)).</summary>
/// <param name="Parent">Id of the process that started it, or of who took it over.</param>
/// <param name="Session">Id of the process that leads its session.</param>
/// <param name="Usage">Its own and that of its children that have ended.</param>
internal sealed record ProcessStat(int Parent, int Session, ProcessUsage Usage)
{
    // What the kernel counts in for user space: a hundredth of a second on every architecture .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Reads the file's text; null where it is none.</summary>
    public static ProcessStat? Parse(string text)
    {
        // The program's name stands in parentheses and may hold anything, more parentheses too.
        var end = text.LastIndexOf(')');
        if (end < 0) return null;
        var fields = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22) return null;
        long Field(int number) => long.TryParse(fields[number - 3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0;
        var ticks = Field(14) + Field(15) + Field(16) + Field(17);
        return new ProcessStat((int)Field(4), (int)Field(6), new ProcessUsage(Tick * ticks, Field(24) * Environment.SystemPageSize));
    }
}
