using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>One rule of the policy.</summary>
internal interface IPolicyRule
{
    /// <summary>Its name in refusals, as in <c>policy.hostAccess</c>.</summary>
    string Name { get; }

    /// <summary>Everything a rule set does not allow.</summary>
    IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules);
}
