namespace Pdp.Core.Logs;

/// <summary>Which sources are meant. Null means any; names are compared exactly.</summary>
public sealed record LogScope(
    string? Organization = null,
    string? Project = null,
    string? Environment = null,
    string? Component = null,
    string? Pod = null,
    string? Container = null)
{
    /// <summary>Everything.</summary>
    public static LogScope Any { get; } = new();

    /// <summary>Whether a source is within.</summary>
    public bool Contains(LogSource source) =>
        Is(Organization, source.Organization) && Is(Project, source.Project) && Is(Environment, source.Environment)
        && Is(Component, source.Component) && Is(Pod, source.Pod) && Is(Container, source.Container);

    private static bool Is(string? wanted, string name) => wanted is null || wanted == name;
}

/// <summary>Several scopes together.</summary>
public static class LogScopes
{
    /// <summary>Whether a source is within one of them.</summary>
    public static bool Contain(this IReadOnlyList<LogScope> scopes, LogSource source)
    {
        for (var i = 0; i < scopes.Count; i++)
        {
            if (scopes[i].Contains(source)) return true;
        }
        return false;
    }
}
