using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Intents written in the cluster without a signature only where the customer allows them.</summary>
internal sealed class UnsignedIntentRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "unsignedIntents";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => subject.Request.IsUnsigned && !rules.UnsignedIntents
        ? [new Finding("metadata", "an intent without a signature is not allowed for this organization, project and environment")]
        : [];
}
