using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>AppArmor is not switched off, by the field or by the old annotation.</summary>
internal sealed class AppArmorRule : IPolicyRule
{
    private static readonly string[] _profiles = ["RuntimeDefault", "Localhost"];

    /// <inheritdoc/>
    public string Name => "appArmor";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => rules.PodSecurity == PodSecurityLevel.Privileged
        ? []
        : subject.Pods.SelectMany(OfPod).Concat(subject.Objects.SelectMany(OfAnnotations));

    private static IEnumerable<Finding> OfPod(FoundPod pod)
    {
        if (IsOff(pod.SecurityContext))
            yield return pod.Finding("securityContext.appArmorProfile.type", "must be RuntimeDefault or Localhost");
        foreach (var (path, _) in pod.Containers.SelectMany(c => c.SecurityContexts).Where(found => IsOff(found.Context)))
            yield return pod.Owner.Finding($"{path}.appArmorProfile.type", "must be RuntimeDefault or Localhost");
    }

    private static IEnumerable<Finding> OfAnnotations(CheckedObject wanted) => AnnotationWalk.In(wanted.Manifest)
        .Where(found => found.Key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.OrdinalIgnoreCase))
        .Where(found => found.Value is not "runtime/default" && !found.Value.StartsWith("localhost/", StringComparison.Ordinal))
        .Select(found => wanted.Finding(found.Path, $"must not switch AppArmor off by {PlainName.Of(found.Key)}"));

    private static bool IsOff(JsonObject? context) =>
        context?["appArmorProfile"] is not null && !_profiles.Contains(context.Text("appArmorProfile", "type"));
}
