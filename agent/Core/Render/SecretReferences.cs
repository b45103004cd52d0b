using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The secrets a document names.</summary>
public static class SecretReferences
{
    /// <summary>Every reference with the place where it stands; none for what is undeployed.</summary>
    public static IReadOnlyList<(SecretReference Reference, string Path)> Of(TypedIntent intent) =>
        intent.Spec is ComponentSpec { State: not ComponentState.Undeployed } component ? [.. Of(component)] : [];

    internal static IEnumerable<(SecretReference Reference, string Path)> Of(ComponentSpec component) =>
        from container in ContainerRule.All(component)
        from source in Sources(container.Path, container.Container)
        where source.Source.Secret is not null
        select (source.Source.Secret, source.Path);

    private static IEnumerable<(ValueSource Source, string Path)> Sources(string path, ContainerBasics container) =>
        container.Env.Select((env, i) => ((ValueSource)env, $"{path}.env[{i}].secret"))
            .Concat(container.Files.Select((file, i) => ((ValueSource)file, $"{path}.files[{i}].secret")));
}
