using Pdp.Core.Logs;

namespace Pdp.Observability.Access;

/// <summary>A part of the plane. What is null is not narrowed.</summary>
/// <param name="Organization">A DNS label; null for all.</param>
/// <param name="Project">A DNS label; null for all.</param>
/// <param name="Environment">A DNS label; null for all.</param>
/// <param name="Component">A DNS label; null for all.</param>
public sealed record PlaneScope(string? Organization = null, string? Project = null, string? Environment = null, string? Component = null)
{
    /// <summary>The whole plane.</summary>
    public static PlaneScope All { get; } = new();

    /// <summary>Whether something is within; a component of null belongs to none, and is only within what is not narrowed to one.</summary>
    public bool Contains(string organization, string project, string environment, string? component) =>
        (Organization is null || Organization == organization)
        && (Project is null || Project == project)
        && (Environment is null || Environment == environment)
        && (Component is null || Component == component);

    /// <summary>What is in both; null when nothing can be.</summary>
    public PlaneScope? Intersect(PlaneScope other) =>
        Both(Organization, other.Organization, out var organization)
        && Both(Project, other.Project, out var project)
        && Both(Environment, other.Environment, out var environment)
        && Both(Component, other.Component, out var component)
            ? new PlaneScope(organization, project, environment, component)
            : null;

    /// <summary>Whether all of another scope is in this one.</summary>
    public bool Covers(PlaneScope other) =>
        (Organization is null || Organization == other.Organization)
        && (Project is null || Project == other.Project)
        && (Environment is null || Environment == other.Environment)
        && (Component is null || Component == other.Component);

    /// <summary>The same part, of log sources.</summary>
    /// <param name="pod">Only of this pod; null for all.</param>
    /// <param name="container">Only of this container; null for all.</param>
    public LogScope ToLogScope(string? pod = null, string? container = null) => new(Organization, Project, Environment, Component, pod, container);

    private static bool Both(string? one, string? other, out string? both)
    {
        both = one ?? other;
        return one is null || other is null || one == other;
    }
}
