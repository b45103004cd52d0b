using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy.Rules;

/// <summary>An intent names only secrets its project may use.</summary>
internal sealed class SecretStoreRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "secretStores";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => rules.Secrets.Stores is { } stores
        ? subject.Request.Secrets
            .Where(use => !IsPlain(use.Reference.Name) || !stores.Any(store => Allows(store, use.Reference, subject.Request.Place)))
            .Select(use => new Finding(use.Path, "this project may not use this secret of this store"))
        : [];

    private static bool Allows(StoreRule rule, SecretReference asked, Place place) =>
        rule.Store == asked.Store
        && (rule.Places is null || place.IsIn(rule.Places))
        && (rule.Names is null || rule.Names.Any(pattern => Glob.IsMatch(place.Fill(pattern), asked.Name)));

    // A store may take shop/../bank for bank.
    private static bool IsPlain(string name) =>
        !name.Contains('\\', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal)
        && !name.Split('/').Any(part => part is "" or "." or "..");
}
