using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Where the variables and files of a component come from.</summary>
internal static class ValueSources
{
    /// <summary>Every source with the place where it stands.</summary>
    public static IEnumerable<(ValueSource Source, string Path)> Of(ComponentSpec spec) =>
        ContainerRule.All(spec).SelectMany(container => Of(container.Path, container.Container));

    /// <summary>Those of its pods, without what only its tests are given.</summary>
    public static IEnumerable<(ValueSource Source, string Path)> InPods(ComponentSpec spec) =>
        ContainerRule.InPods(spec).SelectMany(container => Of(container.Path, container.Container));

    private static IEnumerable<(ValueSource Source, string Path)> Of(string path, ContainerBasics container) =>
    [
        .. container.Env.Select((env, i) => ((ValueSource)env, $"{path}.env[{i}]")),
        .. container.Files.Select((file, i) => ((ValueSource)file, $"{path}.files[{i}]")),
    ];
}
