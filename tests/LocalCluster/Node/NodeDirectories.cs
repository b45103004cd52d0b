namespace Pdp.LocalCluster.Node;

/// <summary>Where the node keeps files: made volumes, and per pod its mounts and logs. Paths are absolute.</summary>
internal sealed class NodeDirectories : IDisposable
{
    private readonly bool _ours;

    public NodeDirectories(LocalClusterOptions options)
    {
        _ours = options.WorkDirectory is null;
        Root = options.WorkDirectory is { } given ? Path.GetFullPath(given) : Directory.CreateTempSubdirectory("local-cluster-").FullName;
        Directory.CreateDirectory(Root);
    }

    /// <summary>The directory of everything.</summary>
    public string Root { get; }

    /// <summary>The file in which processes find the addresses of services.</summary>
    public string ServicesFile => Path.Combine(Root, "services.json");

    /// <summary>The directory of a PersistentVolume.</summary>
    public string Volume(string name) => Path.Combine(Root, "volumes", name);

    /// <summary>The directory of a pod; gone when the pod is.</summary>
    public string Pod(string uid) => Path.Combine(Root, "pods", uid);

    /// <summary>Deletes a directory with what is in it; a file still open elsewhere is no reason to fail.</summary>
    public static void Drop(string directory)
    {
        try
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // The system's own cleaning of temporary files takes the rest.
        }
    }

    public void Dispose()
    {
        if (_ours) Drop(Root);
    }
}
