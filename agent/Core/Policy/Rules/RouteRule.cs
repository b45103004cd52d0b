using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Routes;

namespace Pdp.Core.Policy.Rules;

/// <summary>
/// Given objects take only host names their place may have, and none that gateways give to endpoints of components. No route leads anywhere but
/// into its own namespace.
/// </summary>
internal sealed class RouteRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "routes";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) =>
        from wanted in subject.Objects
        where ClaimedHost.Of(wanted) is not null
        from finding in Claims(wanted, subject, rules).Concat(Backends(wanted, subject.Request.Namespace))
        select finding;

    private static IEnumerable<Finding> Claims(CheckedObject wanted, PolicySubject subject, PolicyRules rules)
    {
        // The hosts of what the agent makes of a component are the customer's own words, filled in by the agent.
        if (subject.Request.AreDerived)
            return [];
        var domains = rules.Routes.Hosts.Select(subject.Request.Place.Fill).ToList();
        return from claim in ClaimedHost.Of(wanted)!
               let problem = Problem(claim.Name, domains, subject.HostTemplates)
               where problem.Length > 0
               select wanted.Finding(claim.Path, problem);
    }

    private static string Problem(string host, IReadOnlyList<string> domains, IReadOnlyList<string> templates) =>
        domains.Count == 0 ? "must be left out: routes.hosts of the policy lists no host name for given objects"
        : !domains.Any(domain => HostPattern.IsBelow(host, domain)) ? $"must be in one of {string.Join(", ", domains)}"
        : templates.Any(template => HostPattern.Meets(host, template)) ? "must be another: gateways give this one to endpoints of components"
        : "";

    private static IEnumerable<Finding> Backends(CheckedObject wanted, string own) =>
        Elsewhere(wanted.Manifest["spec"], "spec", own).Select(path =>
            wanted.Finding(path, "must be left out: a route leads to its own namespace"));

    // Gateways may be elsewhere, they take routes from where they like; what a route leads to may not.
    private static IEnumerable<string> Elsewhere(JsonNode? node, string path, string own) => node switch
    {
        JsonObject o => o.Where(member => member.Key != "parentRefs").SelectMany(member =>
            member.Key == "namespace" && member.Value is not null && member.Value.ToString() != own
                ? [$"{path}.namespace"]
                : Elsewhere(member.Value, $"{path}.{member.Key}", own)),
        JsonArray a => a.SelectMany((item, i) => Elsewhere(item, $"{path}[{i}]", own)),
        _ => [],
    };
}
