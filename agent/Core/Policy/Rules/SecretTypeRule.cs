using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Secrets that are made of the customer's secrets are of the types an application needs.</summary>
internal sealed class SecretTypeRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "secrets";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => subject.Request.Secrets
        .Where(use => !rules.Secrets.Types.Contains(use.Type))
        .Select(use => new Finding(use.Path, $"becomes a Secret of the type {use.Type}, and its type must be one of {string.Join(", ", rules.Secrets.Types)}"));
}
