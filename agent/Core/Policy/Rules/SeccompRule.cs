using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>No container goes without the filter of system calls; restricted ones name it. The old annotations count too.</summary>
internal sealed class SeccompRule : IPolicyRule
{
    private static readonly string[] _profiles = ["RuntimeDefault", "Localhost"];

    /// <inheritdoc/>
    public string Name => "seccomp";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => rules.PodSecurity == PodSecurityLevel.Privileged
        ? []
        : subject.Pods.SelectMany(pod => OfPod(pod, rules)).Concat(subject.Objects.SelectMany(OfAnnotations));

    private static IEnumerable<Finding> OfPod(FoundPod pod, PolicyRules rules)
    {
        if (IsOpen(pod.SecurityContext))
            yield return pod.Finding("securityContext.seccompProfile.type", "must be RuntimeDefault or Localhost");
        var isSaidByPod = IsNamed(pod.SecurityContext);
        foreach (var container in pod.Containers)
        {
            foreach (var (path, context) in container.SecurityContexts.Where(found => IsOpen(found.Context)))
                yield return pod.Owner.Finding($"{path}.seccompProfile.type", "must be RuntimeDefault or Localhost");
            var mustSay = pod.IsWhole && rules.PodSecurity == PodSecurityLevel.Restricted && !isSaidByPod;
            if (mustSay && container.SecurityContext?["seccompProfile"] is null)
            {
                yield return pod.Owner.Finding(
                    $"{container.Path}.securityContext.seccompProfile.type", "must be RuntimeDefault or Localhost, here or for the pod");
            }
        }
    }

    private static IEnumerable<Finding> OfAnnotations(CheckedObject wanted) => AnnotationWalk.In(wanted.Manifest)
        .Where(found => found.Key.Contains("seccomp.security.alpha.kubernetes.io/", StringComparison.OrdinalIgnoreCase))
        .Where(found => found.Value is not ("runtime/default" or "docker/default"))
        .Where(found => !found.Value.StartsWith("localhost/", StringComparison.Ordinal))
        .Select(found => wanted.Finding(found.Path, $"must not switch seccomp off by {PlainName.Of(found.Key)}"));

    private static bool IsNamed(JsonObject? context) => _profiles.Contains(context.Text("seccompProfile", "type"));

    private static bool IsOpen(JsonObject? context) => context?["seccompProfile"] is not null && !IsNamed(context);
}
