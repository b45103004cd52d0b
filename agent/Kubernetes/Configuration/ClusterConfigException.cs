namespace Pdp.Kubernetes.Configuration;

/// <summary>A cluster configuration cannot be used. Carries every problem at once; none repeats a secret.</summary>
public sealed class ClusterConfigException : Exception
{
    /// <summary>A configuration with these problems, at least one.</summary>
    public ClusterConfigException(IReadOnlyList<ConfigProblem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>A configuration with one problem.</summary>
    public ClusterConfigException(string path, string message)
        : this([new ConfigProblem(path, message)])
    {
    }

    /// <summary>All that is wrong, in the order of the document.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }
}

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">Where, such as <c>users[0].user.exec.command</c>, behind the file's name when there are several files.</param>
/// <param name="Message">The rule, and what to change.</param>
public sealed record ConfigProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
