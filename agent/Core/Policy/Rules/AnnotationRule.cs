using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Annotations on the list are on no object and on no template in one.</summary>
internal sealed class AnnotationRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "annotations";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        if (rules.Annotations.Deny.Count == 0)
            return [];
        string[] denied = [.. rules.Annotations.Deny.Select(pattern => pattern.ToLowerInvariant())];
        return AnnotationWalk.In(wanted.Manifest)
            .Where(found => denied.Any(pattern => Glob.IsMatch(pattern, found.Key.ToLowerInvariant())))
            .Select(found => wanted.Finding(found.Path, $"must not have {PlainName.Of(found.Key)}"));
    }
}
