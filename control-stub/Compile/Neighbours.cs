using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Compile;

/// <summary>The neighbourhood of a component, as documents tell of it.</summary>
internal static class Neighbours
{
    /// <summary>Gathers it.</summary>
    /// <param name="key">The component and its environment.</param>
    /// <param name="components">The documents of components that are known.</param>
    /// <param name="binding">The component's binding; null where no document binds it.</param>
    public static Neighbourhood Of(BindingKey key, IEnumerable<ISource> components, SourceHeader? binding)
    {
        var known = components.OfType<ComponentSource>().Where(c => c.Header.Space == key.Organization).ToList();
        var own = known.Find(c => c.Header.Name == key.Line.Component)?.Header;
        return new Neighbourhood(key, [.. known.Select(c => new Neighbour(c.Project, c.Header.Name))], Declared(binding) ?? Declared(own));
    }

    private static string? Declared(SourceHeader? header) => header?.Annotations.GetValueOrDefault(ConnectionsAnnotation.Name);
}
