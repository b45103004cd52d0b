using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What routes about components have in common: their names in paths and queries.</summary>
internal static class ComponentRoute
{
    /// <summary>The start of the path of a component's part.</summary>
    public const string Component = "/{organization}/{project}/{component}";

    /// <summary>The component and environment that a path names; null when that cannot be.</summary>
    public static BindingKey? Binding(HttpContext context) =>
        Are(context, "organization", "project", "component", "environment")
            ? new BindingKey(context.Route("organization"), context.Route("project"), context.Route("component"), context.Route("environment"))
            : null;

    /// <summary>The release that a path names; null when that cannot be.</summary>
    public static ReleaseKey? Release(HttpContext context) =>
        Are(context, "organization", "project", "component")
            ? new ReleaseKey(context.Route("organization"), context.Route("project"), context.Route("component"), context.Route("release"))
            : null;

    /// <summary>The components that a query asks for, within what the caller may see.</summary>
    public static ComponentFilter Filter(HttpContext context, QueryReader query, bool hasEnvironment) => new(
        query.Text("organization"), query.Text("project"), query.Text("component"), hasEnvironment ? query.Text("environment") : null,
        context.Caller().Access.Within(OperatorAction.ViewIntents));

    /// <summary>What a path with a name that cannot be is answered.</summary>
    public static Problem NoSuchName() => Problem.NotFound($"There is nothing of that name: each {DnsLabel.Rule}; a component may have an API version behind it, such as @v1.2.");

    private static bool Are(HttpContext context, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!(name == "component" ? ComponentLine.Is(context.Route(name)) : DnsLabel.Is(context.Route(name))))
                return false;
        return true;
    }
}
