using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>What is followed is one container's repository, by tags that can be told apart.</summary>
internal sealed class FollowRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (spec.Follow is not { } follow) return;
        if (FollowedContainer.Of(spec) is not { } container)
        {
            report.Add("spec.follow.container", follow.Container is null
                ? "must name one of the containers, for there are several"
                : "must be one of the containers");
        }
        else if (ImageReference.TryParse(spec.Containers[container].Image, out var image) && (image.Tag ?? image.Digest) is not null)
        {
            report.Add($"spec.containers.{container}.image", "must have neither tag nor digest, for spec.follow says which tag runs");
        }

        if (follow.Semver is { } range && !TagChoice.IsRange(range))
            report.Add("spec.follow.semver", "must be a range of versions such as ^1.4, ~2.1.0, 1.x or >=1.2.0 <2");
    }
}
