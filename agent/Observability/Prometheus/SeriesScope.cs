using Pdp.Core.PromQl;
using Pdp.Observability.Access;
using Pdp.Observability.Components;

namespace Pdp.Observability.Prometheus;

/// <summary>
/// Scopes as labels that every series must have. Matchers of a selector must all hold, so what they can say is a namespace out of some and, in each of
/// these, a component out of the same: scopes that open other components here than there have to be asked for one by one.
/// </summary>
public sealed class SeriesScope(IPlaneInventory inventory, IComponentPods pods, SeriesLabels labels)
{
    private const int MostNamespaces = 500;
    private const int MostPods = 1000;

    // No namespace and no pod can be called so.
    private const string Nothing = "/";

    /// <summary>The labels.</summary>
    /// <param name="scopes">What may be seen: one at least.</param>
    /// <param name="since">Where the time that is asked about begins; pods that were gone before are not looked for.</param>
    /// <exception cref="PrometheusException">The scopes have to be narrowed.</exception>
    public IReadOnlyList<EnforcedLabel> Of(IReadOnlyList<PlaneScope> scopes, DateTimeOffset since)
    {
        var opened = Opened(scopes);
        if (opened.Count == 0) return [new EnforcedLabel(labels.Namespace, Nothing)];
        if (opened.Count > MostNamespaces) throw Narrow($"these are more than {MostNamespaces} environments");
        var components = opened.Values.First();
        if (opened.Values.Any(others => !components.SetEquals(others))) throw Narrow("the token opens other components here than there");
        var namespaces = new EnforcedLabel(labels.Namespace, [.. opened.Keys.Order(StringComparer.Ordinal)]);
        return components.Contains(null) ? [namespaces] : [namespaces, ComponentsLabel(scopes, [.. components.OfType<string>()], since)];
    }

    // By namespace what is open in it; null stands for all of it.
    private Dictionary<string, HashSet<string?>> Opened(IReadOnlyList<PlaneScope> scopes)
    {
        var opened = new Dictionary<string, HashSet<string?>>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            foreach (var name in Namespaces(scope))
            {
                if (!opened.TryGetValue(name, out var components)) opened.Add(name, components = []);
                components.Add(scope.Component);
            }
        }
        foreach (var components in opened.Values.Where(components => components.Contains(null))) components.IntersectWith([null]);
        return opened;
    }

    private IEnumerable<string> Namespaces(PlaneScope scope) => scope is { Organization: { } organization, Project: { } project, Environment: { } environment }
        ? [inventory.NamespaceOf(organization, project, environment)]
        : inventory.All.Where(intent => (scope with { Component = null }).Contains(intent.Organization, intent.Project, intent.Environment, null))
            .Select(intent => intent.Namespace).Distinct(StringComparer.Ordinal);

    private EnforcedLabel ComponentsLabel(IReadOnlyList<PlaneScope> scopes, IReadOnlyList<string> components, DateTimeOffset since)
    {
        if (labels.Component is { } label) return new EnforcedLabel(label, [.. components.Order(StringComparer.Ordinal)]);
        var names = pods.Of(scopes, since, MostPods + 1);
        if (names.Count > MostPods) throw Narrow($"these are more than {MostPods} pods; ask for less time, or for fewer components");
        return new EnforcedLabel(labels.Pod, names.Count == 0 ? [Nothing] : [.. names.Order(StringComparer.Ordinal)]);
    }

    private static PrometheusException Narrow(string why) => PrometheusException.BadData(
        $"The question has to be narrowed by the parameters organization, project, environment and component: {why}.");
}
