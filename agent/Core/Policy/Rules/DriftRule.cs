using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>An intent exempts only fields from repair that the customer lets it.</summary>
internal sealed class DriftRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "drift";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules)
    {
        if (rules.Drift.MayIgnore is not { } allowed)
            yield break;
        var patterns = allowed.Select(FieldPath.Parts).ToList();
        var exemptions = subject.Request.Exemptions;
        for (var i = 0; i < exemptions.Count; i++)
        {
            for (var k = 0; k < exemptions[i].Fields.Count; k++)
            {
                var field = FieldPath.Parts(exemptions[i].Fields[k]);
                if (!patterns.Exists(pattern => FieldPath.Covers(pattern, field)))
                    yield return new Finding($"spec.drift.ignore[{i}].fields[{k}]", $"must be one of {string.Join(", ", allowed)}, or below one");
            }
        }
    }
}
