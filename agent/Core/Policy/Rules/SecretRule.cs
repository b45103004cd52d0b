using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Secrets are of the types an application needs, and an intent never carries their values.</summary>
internal sealed class SecretRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "secrets";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        if (!wanted.Is("", "Secret"))
            yield break;
        var type = wanted.Manifest["type"] is null ? "Opaque" : wanted.Manifest.Text("type");
        if (!rules.Secrets.Types.Contains(type))
            yield return new Finding(wanted.Id, $"its type must be one of {string.Join(", ", rules.Secrets.Types)}");
        if (wanted.Manifest.ContainsKey("data") || wanted.Manifest.ContainsKey("stringData"))
            yield return new Finding(wanted.Id, "must not carry secret values; name a secret of one of the customer's stores instead");
    }
}
