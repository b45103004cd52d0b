using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Connections;

/// <summary>Who is there for a component in an environment to call, and by which names documents call them.</summary>
/// <param name="Key">The component that calls, and its environment.</param>
/// <param name="Components">The components of its organization that documents tell of.</param>
/// <param name="Declared">What it calls besides, as <see cref="ConnectionsAnnotation"/> says it; null where that says nothing.</param>
internal sealed record Neighbourhood(BindingKey Key, IReadOnlyCollection<Neighbour> Components, string? Declared)
{
    private const string Prefix = "dp-";

    /// <summary>The component that calls.</summary>
    public Neighbour Own => new(Key.Project, Key.Line.Component);

    /// <summary>
    /// The component that a host is: by its name or <c>component-environment</c>, which must be known, or by that name in a namespace of the
    /// data plane, where it may come later. Null for any other host.
    /// </summary>
    public Neighbour? Find(string host)
    {
        var labels = host.Split('.');
        if (labels.Length == 1)
            return Known(host) ?? (WithoutEnd(host, Key.Environment) is { } name ? Known(name) : null);
        var isOurs = labels[1].StartsWith($"{Prefix}{Key.Organization}-", StringComparison.Ordinal) && labels[2..] is [] or ["svc", ..];
        return isOurs ? InNamespace(labels[0], labels[1]) : null;
    }

    // dp-organization-project-environment-hash, where names may be cut. A service is called component-environment there.
    private Neighbour? InNamespace(string service, string space)
    {
        var rest = space[(Prefix.Length + Key.Organization.Length + 1)..];
        if (rest.LastIndexOf('-') is var end and > 0)
            rest = rest[..end];
        for (var dash = service.IndexOf('-'); dash > 0; dash = service.IndexOf('-', dash + 1))
            if (WithoutEnd(rest, service[(dash + 1)..]) is { } project)
                return In(project, service[..dash]);
        // Named as this data plane does it: by the component alone.
        return rest.StartsWith(Key.Project + "-", StringComparison.Ordinal)
            ? new Neighbour(Key.Project, service)
            : Only(Components.Where(c => c.Component == service && rest.StartsWith(c.Project + "-", StringComparison.Ordinal)));
    }

    private Neighbour? In(string project, string component) => Key.Project.StartsWith(project, StringComparison.Ordinal)
        ? new Neighbour(Key.Project, component)
        : Only(Components.Where(c => c.Component == component && c.Project.StartsWith(project, StringComparison.Ordinal)));

    private Neighbour? Known(string component) => Components.FirstOrDefault(c => c.Component == component && c.Project == Key.Project);

    private static Neighbour? Only(IEnumerable<Neighbour> found) => found.Take(2).ToList() is [var one] ? one : null;

    private static string? WithoutEnd(string text, string end) => text.EndsWith("-" + end, StringComparison.Ordinal) ? text[..^(end.Length + 1)] : null;
}

/// <summary>A component of the organization.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Component">Its name.</param>
internal sealed record Neighbour(string Project, string Component);
