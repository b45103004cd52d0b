using Pdp.Core.Policy.Rules;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy;

/// <summary>Holds what would be done for an intent to the customer's policy.</summary>
public static class PolicyCheck
{
    /// <summary>Every rule, in the order reasons are told.</summary>
    internal static readonly IReadOnlyList<IPolicyRule> All =
    [
        new ShapeRule(),
        new PlaceRule(),
        new UnsignedIntentRule(),
        new KindRule(),
        new NamespaceRule(),
        new MetadataRule(),
        new AnnotationRule(),
        new SpellingRule(),
        new ImageRule(),
        new HostAccessRule(),
        new PrivilegeRule(),
        new CapabilityRule(),
        new UserRule(),
        new SeccompRule(),
        new AppArmorRule(),
        new SeLinuxRule(),
        new SysctlRule(),
        new VolumeRule(),
        new ServiceAccountRule(),
        new SchedulingRule(),
        new ResourceRule(),
        new ReplicaRule(),
        new IntentTotalRule(),
        new StorageRule(),
        new SecretRule(),
        new SecretTypeRule(),
        new SecretStoreRule(),
        new ServiceRule(),
        new RouteRule(),
        new DriftRule(),
    ];

    /// <summary>Checks everything that would be done.</summary>
    /// <returns>
    /// Every reason to refuse, rule by rule; empty when all may be done. The path is the object's id, or a path in the document; the
    /// message begins with the rule, as in <c>policy.hostAccess: spec.template.spec.hostNetwork must not be set</c>.
    /// </returns>
    public static IReadOnlyList<RefusalReason> Check(PolicyRequest request, AgentPolicy policy)
    {
        var subject = new PolicySubject(request, policy);
        return
        [
            .. (from rules in policy.RuleSets
                from rule in All
                from finding in rule.Check(subject, rules)
                select new RefusalReason(FailureReason.PolicyDenied, finding.Subject, $"policy.{rule.Name}: {finding.Message}")).Distinct(),
        ];
    }
}
