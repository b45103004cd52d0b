using System.Globalization;

namespace Pdp.LocalCluster.Measuring;

/// <summary>The machine's processes at one moment; none where there is no <c>/proc</c>.</summary>
internal sealed class ProcessTable(IReadOnlyDictionary<int, ProcessStat> processes)
{
    private const string Root = "/proc";

    /// <summary>Reads what runs now.</summary>
    public static ProcessTable Read()
    {
        var found = new Dictionary<int, ProcessStat>();
        var directories = Directory.Exists(Root) ? Directory.EnumerateDirectories(Root) : [];
        foreach (var directory in directories)
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ReadOne(directory) is { } one)
                found[id] = one;
        }
        return new ProcessTable(found);
    }

    /// <summary>What a process, its session and all that descends from them have used; null when it is not there.</summary>
    public ProcessUsage? TreeOf(int id)
    {
        if (!processes.ContainsKey(id)) return null;
        return processes.Where(entry => IsOf(entry.Key, entry.Value, id)).Aggregate(default(ProcessUsage), (sum, entry) => sum + entry.Value.Usage);
    }

    // Whoever lost its parent is still of the session; whoever began a session of its own still has its parent.
    private bool IsOf(int id, ProcessStat process, int root)
    {
        for (var steps = 0; steps <= processes.Count; steps++)
        {
            if (id == root || process.Session == root) return true;
            if (!processes.TryGetValue(process.Parent, out var parent)) return false;
            (id, process) = (process.Parent, parent);
        }
        return false;
    }

    private static ProcessStat? ReadOne(string directory)
    {
        try
        {
            return ProcessStat.Parse(File.ReadAllText(Path.Combine(directory, "stat")));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended since it was listed.
            return null;
        }
    }
}
