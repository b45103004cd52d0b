namespace Pdp.LocalCluster.Node.Processes;

/// <summary>Finds programs of this machine.</summary>
internal static class Commands
{
    private static readonly string[] UsualPlaces = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The file behind a command: a path as it is, a bare name looked up in <paramref name="path"/>; null where there is none.</summary>
    public static string? Find(string command, string? path = null)
    {
        if (command.Contains('/', StringComparison.Ordinal)) return File.Exists(command) ? command : null;
        var places = path?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? UsualPlaces;
        return places.Select(place => Path.Combine(place, command)).FirstOrDefault(File.Exists);
    }
}
