using System.Reflection;

namespace Pdp.Story.Processes;

/// <summary>Where the programs of the story were built to; the build writes it into this assembly.</summary>
public static class Programs
{
    /// <summary>The agent.</summary>
    public static string Agent => Find("pdp-agent");

    /// <summary>The control stub.</summary>
    public static string Control => Find("pdp-control");

    /// <summary>The embedded cluster.</summary>
    public static string Cluster => Find("Pdp.LocalCluster");

    /// <summary>The stand-in workload.</summary>
    public static string Standin => Find("Pdp.Standin");

    private static string Find(string program)
    {
        var path = typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "Program:" + program)?.Value
            ?? throw new StoryException($"the build did not say where {program} is");
        return File.Exists(path) ? path : throw new StoryException($"{path} is not there; build the solution");
    }
}
