using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Pods act as nobody but themselves: under the intent's own service accounts, with the tokens the policy names.</summary>
internal sealed class ServiceAccountRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "serviceAccounts";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules)
    {
        var own = subject.Objects.Where(o => o.Is("", "ServiceAccount")).Select(o => o.Key.Name);
        string[] allowed = ["default", .. own, .. subject.Request.ServiceAccounts, .. rules.ServiceAccounts.Allow];
        return subject.Pods.SelectMany(pod => Names(pod, allowed).Concat(Tokens(pod, rules.ServiceAccounts.Tokens)));
    }

    private static IEnumerable<Finding> Names(FoundPod pod, string[] allowed) =>
        from field in (string[])["serviceAccountName", "serviceAccount"]
        where pod.Spec[field] is { } name && name.ToString().Length > 0 && !allowed.Contains(name.ToString())
        select pod.Finding(field, "must be default, one this intent brings, or one the policy names");

    private static IEnumerable<Finding> Tokens(FoundPod pod, TokenRule rule)
    {
        if (rule == TokenRule.Any)
            yield break;
        if (rule == TokenRule.None && pod.IsWhole && !Json.IsOff(pod.Spec["automountServiceAccountToken"]))
            yield return pod.Finding("automountServiceAccountToken", "must be false");
        var volumes = pod.Spec.Objects("volumes").ToList();
        for (var i = 0; i < volumes.Count; i++)
        {
            if (volumes[i].Objects("projected", "sources").Any(source => source["serviceAccountToken"] is not null))
                yield return pod.Finding($"volumes[{i}].projected.sources", "must not have a service account token");
            if (volumes[i].Objects("projected", "sources").Any(source => source["podCertificate"] is not null))
                yield return pod.Finding($"volumes[{i}].projected.sources", "must not have a pod certificate");
        }
    }
}
