using Pdp.Protocol.Intents;

namespace Pdp.Core.Images;

/// <summary>The images a document names.</summary>
public static class ComponentImages
{
    /// <summary>Every image of a component, in the order in which they start, then by container, then those of its tests; none for what is undeployed, and for given objects, which stay as given.</summary>
    public static IReadOnlyList<NamedImage> Of(TypedIntent intent) =>
        intent.Spec is ComponentSpec { State: not ComponentState.Undeployed } component ? [.. Of(component)] : [];

    private static IEnumerable<NamedImage> Of(ComponentSpec component)
    {
        var followed = FollowedContainer.Of(component);
        var first = component.InitContainers.Select((container, i) =>
            new NamedImage(container.Name, container.Image, $"spec.initContainers[{i}].image", null));
        var others = component.Containers.OrderBy(container => container.Key, StringComparer.Ordinal).Select(container => new NamedImage(
            container.Key,
            container.Value.Image,
            $"spec.containers.{container.Key}.image",
            container.Key == followed ? component.Follow : null));
        var tests = component.Rollout.Tests.Select((test, i) => new NamedImage(test.Name, test.Image, $"spec.rollout.tests[{i}].image", null));
        return first.Concat(others).Concat(tests);
    }
}

/// <summary>An image as a document names it.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The reference.</param>
/// <param name="Path">Where it stands.</param>
/// <param name="Follow">Which tags of it are followed; null where it is used as it stands.</param>
public sealed record NamedImage(string Container, string Image, string Path, FollowSpec? Follow);
