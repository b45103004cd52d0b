using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy;

/// <summary>Holds rendered objects to the customer's policy.</summary>
public static class PolicyCheck
{
    /// <summary>Checks everything that would be applied.</summary>
    /// <param name="objects">The objects as rendered.</param>
    /// <param name="derivedNamespace">The only namespace they may live in.</param>
    /// <param name="policy">The customer's policy.</param>
    /// <param name="kinds">Which kinds there are.</param>
    /// <returns>Every reason to refuse, in the order of the objects; empty when all may be applied. The path is the object's id.</returns>
    public static IReadOnlyList<RefusalReason> Check(
        IReadOnlyList<DesiredObject> objects, string derivedNamespace, AgentPolicy policy, IKindCatalog kinds) =>
    [
        .. from wanted in objects
           from broken in Broken(wanted, derivedNamespace, policy, kinds)
           select new RefusalReason(FailureReason.PolicyDenied, wanted.Id, broken),
    ];

    private static IEnumerable<string> Broken(DesiredObject wanted, string derivedNamespace, AgentPolicy policy, IKindCatalog kinds)
    {
        var key = wanted.Key;
        var kind = key.Group.Length == 0 ? key.Kind : $"{key.Group}/{key.Kind}";
        if (!policy.AllowedKinds.Contains(kind))
            yield return $"the policy of this cluster does not allow the kind {kind}";
        if (ScopeProblem(key, derivedNamespace, policy, kinds) is { } misplaced)
            yield return misplaced;
        if (key is { Group: "", Kind: "Secret" })
        {
            foreach (var problem in SecretProblems(wanted.Manifest, policy))
                yield return problem;
        }
    }

    private static string? ScopeProblem(ObjectKey key, string derivedNamespace, AgentPolicy policy, IKindCatalog kinds)
    {
        if (key is { Group: "", Kind: "Namespace" })
            return key.Name == derivedNamespace ? null : $"no namespace but {derivedNamespace} may be made for this intent";
        if (key.Namespace is not null)
            return key.Namespace == derivedNamespace ? null : $"must be in the namespace {derivedNamespace}";
        if (kinds.ScopeOf(key.Group, key.Version, key.Kind) == KindScope.Namespaced)
            return $"must be in the namespace {derivedNamespace}";
        return policy.AllowClusterScoped ? null : "the policy of this cluster does not allow cluster-scoped objects";
    }

    private static IEnumerable<string> SecretProblems(JsonObject secret, AgentPolicy policy)
    {
        var type = secret["type"] is null ? "Opaque" : secret.Text("type");
        if (!policy.AllowedSecretTypes.Contains(type))
            yield return $"its type must be one of {string.Join(", ", policy.AllowedSecretTypes.Order(StringComparer.Ordinal))}";
        if (secret.ContainsKey("data") || secret.ContainsKey("stringData"))
            yield return "an intent must not carry secret values; name a secret of one of the customer's stores instead";
    }
}
