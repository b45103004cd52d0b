using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Claims are of allowed classes and sizes, alone and together, wherever they stand, and bind to nobody else's volume.</summary>
internal sealed class StorageRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "storage";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules)
    {
        Quantity total = default;
        foreach (var wanted in subject.Objects)
        {
            var copies = wanted.Is("", "PersistentVolumeClaim") ? 1 : ReplicaCount.Most(wanted, subject);
            foreach (var (path, claim) in FoundClaims.In(wanted))
            {
                var said = claim.At("resources", "requests", "storage")?.ToString();
                var size = Quantity.TryParse(said, out var asked) ? asked : (Quantity?)null;
                total += (size ?? default) * copies;
                foreach (var (field, problem) in Problems(claim, size, rules.Storage))
                    yield return wanted.Finding($"{path}.{field}", problem);
            }
        }

        if (rules.Storage.Intent is { } most && total > Amount(most))
            yield return new Finding("spec", $"all its claims together must be at most {most}");
    }

    private static IEnumerable<(string Field, string Problem)> Problems(JsonObject claim, Quantity? size, StorageRules rules)
    {
        if ((rules.Claim ?? rules.Intent) is not null && size is not { IsNegative: false })
            yield return ("resources.requests.storage", "must be given");
        if (rules.Claim is { } most && size > Amount(most))
            yield return ("resources.requests.storage", $"must be at most {most}");
        if (rules.Classes is { } classes && !classes.Contains(claim["storageClassName"]?.ToString() ?? ""))
            yield return ("storageClassName", $"must be one of {string.Join(", ", classes)}");
        if (!rules.NamedVolumes && (claim["volumeName"] is not null || claim["selector"] is not null))
            yield return ("volumeName and selector", "must not be set: the volume may hold somebody else's data");
        if (claim.At("dataSourceRef", "namespace") is not null)
            yield return ("dataSourceRef.namespace", "must not be set: data comes from the same namespace");
    }

    private static Quantity Amount(string text) => Quantity.TryParse(text, out var amount) ? amount : default;
}
