namespace Pdp.Story.Processes;

/// <summary>How one process of the story is started.</summary>
/// <param name="Name">What people call it: <c>agent</c>. Also names its log file.</param>
/// <param name="Executable">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="LogDirectory">Where its output goes; a process started again under the same name appends.</param>
public sealed record ChildProcessOptions(string Name, string Executable, IReadOnlyList<string> Arguments, string LogDirectory)
{
    /// <summary>Environment variables added to the inherited ones; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where it runs; null for this process's own directory.</summary>
    public string? WorkingDirectory { get; init; }
}
