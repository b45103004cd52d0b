using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>
/// Only kinds on the list are made: by group and kind as discovery knows them, in any of their versions. The intent's own namespace needs
/// no entry; any other one has a rule of its own.
/// </summary>
internal sealed class KindRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "kinds";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        var kind = wanted.Key.Group.Length == 0 ? wanted.Key.Kind : $"{wanted.Key.Group}/{wanted.Key.Kind}";
        if (!wanted.Is("", "Namespace") && !rules.Kinds.Allow.Contains(kind))
            yield return new Finding(wanted.Id, $"{kind} is not a kind the policy allows");
    }
}
