using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Every image is named in full: a repository and a tag or digest.</summary>
internal sealed class ImageRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        var followed = FollowedContainer.Of(spec);
        var isUnclear = spec.Follow is not null && followed is null;
        foreach (var (path, name, container) in ContainerRule.All(spec))
        {
            if (!ImageReference.TryParse(container.Image, out var image))
                report.Add($"{path}.image", "must be an image reference such as registry.example.com/team/app:1.2 or …/app@sha256:…");
            else if (image.Tag is null && image.Digest is null && name != followed && !isUnclear)
                report.Add($"{path}.image", "must have a tag or a digest, so that it is clear which version runs");
        }
    }
}
