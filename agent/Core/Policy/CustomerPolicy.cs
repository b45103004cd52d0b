using System.Collections.Concurrent;
using System.Globalization;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>The customer's whole policy: rules for everybody, sections for some places. Never changes; a new file is a new one.</summary>
/// <param name="rules">What holds everywhere.</param>
/// <param name="projects">What holds in some places besides or instead, in the order of the file.</param>
public sealed class CustomerPolicy(PolicyRules rules, IReadOnlyList<ProjectRules> projects)
{
    // By which sections apply; few of the possible combinations ever occur.
    private readonly ConcurrentDictionary<string, AgentPolicy> _known = new();

    private readonly Lazy<IReadOnlyList<string>> _hostTemplates = new(() =>
        [.. projects.Select(section => PolicyJson.Merge(rules, section.Rules)).Prepend(rules).SelectMany(set => set.Gateways.HostTemplates).Distinct()]);

    /// <summary>The policy of a cluster whose admin said nothing.</summary>
    public static CustomerPolicy Default { get; } = new(PolicyRules.Default, []);

    /// <summary>What holds everywhere.</summary>
    public PolicyRules Rules { get; } = rules;

    /// <summary>Every kind that may be made anywhere, as <c>group/Kind</c>, or <c>Kind</c> for the core group; ordered.</summary>
    public IReadOnlyList<string> Kinds { get; } =
    [
        .. projects.Select(section => PolicyJson.Merge(rules, section.Rules)).Prepend(rules)
            .SelectMany(set => set.Kinds.Allow)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What holds in one place.</summary>
    public AgentPolicy At(Place place)
    {
        var sections = Enumerable.Range(0, projects.Count).Where(i => place.IsIn(projects[i].Places)).ToList();
        var key = string.Join(',', sections.Select(i => i.ToString(CultureInfo.InvariantCulture)));
        return _known.GetOrAdd(key, _ => Combine(sections));
    }

    private AgentPolicy Combine(IEnumerable<int> sections)
    {
        List<PolicyRules> sets = [Rules];
        foreach (var section in sections.Select(i => projects[i]))
        {
            if (section.Replaces)
                sets = [.. sets.Select(set => PolicyJson.Merge(set, section.Rules))];
            else
                sets.Add(PolicyJson.Merge(Rules, section.Rules));
        }

        return new AgentPolicy(sets) { HostTemplates = _hostTemplates.Value };
    }
}
