using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Policy;

public sealed class DriftRuleTests
{
    [Theory]
    [InlineData("spec.replicas", true)]
    [InlineData("spec.template.spec.containers[name=main].resources.limits", true)]
    [InlineData("spec.template.spec.containers[*].resources", true)]
    [InlineData("spec.template.spec.containers[name=main].image", false)]
    [InlineData("spec.*", false)]
    [InlineData("spec", false)]
    public void Only_fields_on_the_list_may_be_exempted(string field, bool isAllowed)
    {
        var rules = PolicyRules.Default with { Drift = new DriftRules { MayIgnore = ["spec.replicas", "spec.template.spec.containers[*].resources"] } };
        var reasons = Check(field, rules);

        Assert.Equal(isAllowed, reasons.Count == 0);
        Assert.All(reasons, reason => Assert.Equal("spec.drift.ignore[0].fields[0]", reason.Path));
        Assert.Empty(Check(field, PolicyRules.Default));
    }

    private static IReadOnlyList<RefusalReason> Check(string field, PolicyRules rules) =>
    [
        .. PolicyCheck.Check(
            Disguise.Request() with { Exemptions = [new DriftExemption { Kind = "apps/Deployment", Fields = [field] }] }, AgentPolicy.Of(rules))
            .Where(reason => reason.Message.StartsWith("policy.drift: ", StringComparison.Ordinal)),
    ];
}
