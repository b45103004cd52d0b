using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>SELinux labels stay those of containers.</summary>
internal sealed class SeLinuxRule : PodRule
{
    private static readonly string[] _types = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    /// <inheritdoc/>
    public override string Name => "seLinux";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules) => rules.PodSecurity == PodSecurityLevel.Privileged
        ? []
        : pod.Containers.SelectMany(container => container.SecurityContexts)
            .Concat(pod.SecurityContext is { } own ? [($"{pod.Path}.securityContext", own)] : [])
            .SelectMany(found => Problems(found.Item2).Select(problem => pod.Owner.Finding($"{found.Item1}.seLinuxOptions", problem)));

    private static IEnumerable<string> Problems(JsonObject context)
    {
        if (context["seLinuxOptions"] is not { } options)
            yield break;
        if (options.At("type") is { } type && !_types.Contains(type.ToString()))
            yield return $"must have a type of {string.Join(", ", _types)}";
        if (options.At("user") is not null || options.At("role") is not null)
            yield return "must have no user and no role";
    }
}
