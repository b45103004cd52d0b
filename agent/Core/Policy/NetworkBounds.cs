using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>What several rule sets say of the network together: the narrowest of each.</summary>
internal static class NetworkBounds
{
    /// <summary>One rule set for all of them.</summary>
    public static NetworkRules Of(IReadOnlyList<PolicyRules> ruleSets)
    {
        NetworkRules[] sets = [.. ruleSets.Select(rules => rules.Network)];
        return sets[0] with
        {
            Isolation = sets.Any(set => set.Isolation == NetworkIsolation.Enforced) ? NetworkIsolation.Enforced : NetworkIsolation.None,
            External = sets.Any(set => set.External == ExternalAccess.Deny) ? ExternalAccess.Deny : ExternalAccess.Cidr,
            Private = [.. sets.SelectMany(set => set.Private).Distinct()],
            GatewayNamespaces = [.. sets[0].GatewayNamespaces.Where(name => sets.All(set => set.GatewayNamespaces.Contains(name)))],
        };
    }
}
