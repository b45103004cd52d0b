namespace Pdp.Kubernetes.Configuration;

/// <summary>
/// Reads kubeconfig files by the rules of kubectl, but for what cannot be done safely without a person: that is refused with its
/// reason.
/// </summary>
public static class Kubeconfig
{
    private const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Takes the value of <c>KUBECONFIG</c> apart.</summary>
    public static IReadOnlyList<string> SplitPaths(string variable) =>
        variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Reads the files as one: what an earlier one says, a later one does not change. Of several, some may be missing.
    /// Only the context chosen is held to all rules; another one may be broken.
    /// </summary>
    /// <param name="paths">One file or more.</param>
    /// <param name="context">Name of the context; the current one when null.</param>
    /// <exception cref="ClusterConfigException">They cannot be used; has every reason.</exception>
    public static ClusterConfig Load(IReadOnlyList<string> paths, string? context = null)
    {
        var problems = new List<ConfigProblem>();
        var files = paths
            .Where(path => paths.Count == 1 || File.Exists(path))
            .Select(path => Read(path, paths.Count > 1, problems))
            .OfType<ConfigNode>()
            .ToList();
        if (files.Count == 0 && problems.Count == 0) problems.Add(new ConfigProblem("", $"No kubeconfig found: {string.Join(", ", paths)}."));
        var config = problems.Count == 0 ? new KubeconfigContext(files, problems).Choose(context) : null;
        return problems.Count == 0 ? config! : throw new ClusterConfigException(problems);
    }

    private static ConfigNode? Read(string path, bool oneOfSeveral, List<ConfigProblem> problems)
    {
        var full = Path.GetFullPath(path);
        var prefix = oneOfSeveral ? $"{full}: " : "";
        try
        {
            return new ConfigNode(YamlTree.Parse(BoundedFile.ReadText(full, MaxFileBytes)), prefix, Path.GetDirectoryName(full)!, problems);
        }
        catch (ClusterConfigException malformed)
        {
            problems.AddRange(malformed.Problems.Select(problem => problem with { Path = prefix + problem.Path }));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigProblem("", $"The kubeconfig cannot be read: {unreadable.Message}"));
        }
        return null;
    }
}
