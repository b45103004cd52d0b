using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Volumes are of the types of the level and the list.</summary>
internal sealed class VolumeRule : PodRule
{
    private static readonly string[] _restricted =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    /// <inheritdoc/>
    public override string Name => "volumes";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules) =>
        from volume in pod.Spec.Objects("volumes").Select((volume, i) => (Volume: volume, Index: i))
        from type in volume.Volume
        where type.Key != "name" && type.Value is not null && !IsAllowed(type.Key, rules)
        select pod.Finding($"volumes[{volume.Index}].{PlainName.Of(type.Key)}", "must be of another type: this one is not allowed");

    // Directories of the node have a rule of their own.
    private static bool IsAllowed(string type, PolicyRules rules) =>
        (rules.PodSecurity != PodSecurityLevel.Restricted || _restricted.Contains(type) || type == "hostPath")
        && (rules.Volumes?.Contains(type) ?? true);
}
