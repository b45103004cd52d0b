using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;

namespace Pdp.Core.Policy.Rules;

/// <summary>Everything lives in the namespace derived for the intent, which is as strict as the level says.</summary>
internal sealed class NamespaceRule : ObjectRule
{
    private const string EnforceLabel = "pod-security.kubernetes.io/enforce";

    /// <inheritdoc/>
    public override string Name => "namespace";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        var problem = wanted.Is("", "Namespace")
            ? NamespaceProblem(wanted, request.Namespace, rules)
            : ScopeProblem(wanted.Key, request, rules);
        if (problem is not null)
            yield return new Finding(wanted.Id, problem);
    }

    private static string? NamespaceProblem(CheckedObject wanted, string derived, PolicyRules rules)
    {
        if (wanted.Key.Name != derived)
            return $"no namespace but {derived} may be made for this intent";
        var label = ManifestObject.Label(wanted.Manifest, EnforceLabel);
        var isAsStrict = Enum.TryParse<PodSecurityLevel>(label, ignoreCase: true, out var level) && level <= rules.PodSecurity;
        return isAsStrict ? null : $"its label {EnforceLabel} must be {rules.PodSecurity.ToString().ToLowerInvariant()}";
    }

    private static string? ScopeProblem(ObjectKey key, PolicyRequest request, PolicyRules rules)
    {
        if (key.Namespace is not null)
            return key.Namespace == request.Namespace ? null : $"must be in the namespace {request.Namespace}";
        if (request.Kinds.ScopeOf(key.Group, key.Version, key.Kind) == KindScope.Namespaced)
            return $"must be in the namespace {request.Namespace}";
        return rules.Kinds.ClusterScoped ? null : "objects of the whole cluster are not allowed";
    }
}
