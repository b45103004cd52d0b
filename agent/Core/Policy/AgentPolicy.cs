using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy;

/// <summary>What the customer lets happen in one place: an object must hold every one of the rule sets.</summary>
/// <param name="RuleSets">The rule sets; at least one.</param>
public sealed record AgentPolicy(IReadOnlyList<PolicyRules> RuleSets)
{
    /// <summary>The policy of a cluster whose admin said nothing.</summary>
    public static AgentPolicy Default { get; } = Of(PolicyRules.Default);

    /// <summary>Pod Security level of the place: the strictest of the rule sets.</summary>
    public PodSecurityLevel PodSecurity { get; } = RuleSets.Min(rules => rules.PodSecurity);

    /// <summary>Gateways of the place: those of the last section that has any of its own, else the general ones.</summary>
    public GatewayRules Gateways { get; } = (RuleSets.LastOrDefault(rules => rules.Gateways != RuleSets[0].Gateways) ?? RuleSets[0]).Gateways;

    /// <summary>
    /// Templates of the host names that gateways give to endpoints: those of the whole policy, since a host of one place is nobody else's to take.
    /// </summary>
    public IReadOnlyList<string> HostTemplates { get; init; } = [.. RuleSets.SelectMany(rules => rules.Gateways.HostTemplates).Distinct()];

    /// <summary>Who may talk to whom in the place: the narrowest of the rule sets.</summary>
    public NetworkRules Network { get; } = NetworkBounds.Of(RuleSets);

    /// <summary>Whether every rule set lets a kind be made.</summary>
    /// <param name="kind"><c>group/Kind</c>, or <c>Kind</c> for the core group.</param>
    public bool Allows(string kind) => RuleSets.All(rules => rules.Kinds.Allow.Contains(kind));

    /// <summary>Secrets of the place images are pulled with: those of every rule set, ordered by name.</summary>
    public IReadOnlyList<string> PullSecrets { get; } =
        [.. RuleSets.SelectMany(rules => rules.Images.PullSecrets).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What the customer leaves as others have it: that of every rule set.</summary>
    public IReadOnlyList<DriftExemption> Exemptions { get; } = [.. RuleSets.SelectMany(rules => rules.Drift.Ignore)];

    /// <summary>When something new may be rolled out in the place.</summary>
    public Maintenance Maintenance { get; } = Maintenance.Of(RuleSets);

    /// <summary>The policy of one rule set.</summary>
    public static AgentPolicy Of(PolicyRules rules) => new([rules]);
}
