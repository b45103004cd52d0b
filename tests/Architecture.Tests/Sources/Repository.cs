namespace Pdp.Architecture.Tests.Sources;

/// <summary>The text files of the repository by path from its root, with <c>/</c> between folders.</summary>
/// <param name="Files">Path → text.</param>
internal sealed record Repository(IReadOnlyDictionary<string, string> Files)
{
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.Ordinal)
    {
        ".git", "bin", "obj", "artifacts", "TestResults", "node_modules", ".vs", ".idea",
    };

    private static readonly HashSet<string> TextExtensions = new(StringComparer.Ordinal)
    {
        ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".txt", ".json", ".yaml", ".yml", ".tpl", ".sh", ".sql", ".config", "",
    };

    /// <summary>The repository this assembly was built in.</summary>
    /// <exception cref="DirectoryNotFoundException">The assembly was moved out of its repository.</exception>
    public static Repository Load()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Agent.sln")))
        {
            root = root.Parent;
        }

        return root is null
            ? throw new DirectoryNotFoundException($"no Agent.sln above {AppContext.BaseDirectory}")
            : new Repository(TextFiles(root).ToDictionary(
                file => Path.GetRelativePath(root.FullName, file.FullName).Replace('\\', '/'),
                file => File.ReadAllText(file.FullName),
                StringComparer.Ordinal));
    }

    /// <summary>The files a rule is about.</summary>
    public IEnumerable<(string Path, string Text)> Where(Func<string, bool> path) =>
        Files.Where(file => path(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, file.Value));

    /// <summary>The C# files.</summary>
    public IEnumerable<(string Path, string Text)> Code() => Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<FileInfo> TextFiles(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => TextExtensions.Contains(file.Extension)))
        {
            yield return file;
        }

        foreach (var below in folder.EnumerateDirectories().Where(below => !SkippedFolders.Contains(below.Name)))
        {
            foreach (var file in TextFiles(below))
            {
                yield return file;
            }
        }
    }
}
