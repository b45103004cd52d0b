using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Services are reached only in ways the customer allows, and stand for nothing outside the namespace.</summary>
internal sealed class ServiceRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "services";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        if (!wanted.Is("", "Service"))
            yield break;
        var spec = wanted.Manifest["spec"];
        var type = spec.At("type") switch { null => "ClusterIP", var given => given.ToString() };
        if (!rules.Services.Types.Contains(type))
            yield return wanted.Finding("spec.type", $"must be one of {string.Join(", ", rules.Services.Types)}");
        if (spec.At("externalName") is not null && !rules.Services.Types.Contains("ExternalName"))
            yield return wanted.Finding("spec.externalName", "must not be set");
        if (spec.At("externalIPs") is { } && !Json.Texts(spec.At("externalIPs")).All(rules.Services.ExternalIPs.Contains))
            yield return wanted.Finding("spec.externalIPs", "must not be set, but to addresses the policy names");
        if (spec.At("loadBalancerIP") is not null && !rules.Services.Types.Contains("LoadBalancer"))
            yield return wanted.Finding("spec.loadBalancerIP", "must not be set");
    }
}
