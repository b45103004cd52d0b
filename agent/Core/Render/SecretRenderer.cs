using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// The Secret a component's references go into: its name is made from the references, its values are put in at apply. The manifest says in
/// an annotation which reference each key stands for, so that whoever holds the manifest knows what to fetch, and nobody holds a value.
/// </summary>
internal sealed class SecretRenderer
{
    /// <summary>Annotation with the references by key.</summary>
    public const string ReferencesAnnotation = "pdp.dev/secret-references";

    private readonly ComponentScope _scope;
    private readonly List<SecretItem> _items;
    private readonly JsonObject _references = [];

    public SecretRenderer(ComponentScope scope)
    {
        _scope = scope;
        _items = [.. References(scope).DistinctBy(item => item.DataKey).OrderBy(item => item.DataKey, StringComparer.Ordinal)];
        foreach (var (key, reference, _) in _items)
        {
            _references.Add(key, Sparse.Object(
                ("store", reference.Store), ("name", reference.Name), ("version", reference.Version), ("property", reference.Property)));
        }
    }

    /// <summary>Name of the Secret.</summary>
    public string Name => _scope.Names.Hashed("secret", ObjectNames.HashOf(_references));

    /// <summary>Key of a reference.</summary>
    public static string KeyOf(SecretReference reference) => DataKey.Of(
        reference.Property ?? reference.Name[(reference.Name.LastIndexOf('/') + 1)..],
        reference.Store,
        reference.Name,
        reference.Version ?? "",
        reference.Property ?? "");

    /// <summary>The Secret without values, and what belongs into it; null without references.</summary>
    public (DesiredObject Object, SecretPlaceholder Placeholder)? Render()
    {
        if (_items.Count == 0)
            return null;
        var annotations = new Dictionary<string, string> { [ReferencesAnnotation] = CanonicalJson.Text(_references) };
        var secret = _scope.Object(
            "v1", "Secret", Name, _scope.Labels.Common(), annotations, ("type", "Opaque"), ("immutable", true));
        return (secret, new SecretPlaceholder(secret.Key, _items));
    }

    private static IEnumerable<SecretItem> References(ComponentScope scope) =>
        from container in scope.Containers
        from source in Sources(container.Key, container.Value)
        let reference = source.Source.Secret
        where reference is not null
        select new SecretItem(KeyOf(reference), reference, source.Path);

    private static IEnumerable<(ValueSource Source, string Path)> Sources(string name, ContainerSpec container) =>
        container.Env.Select((env, i) => ((ValueSource)env, $"spec.containers.{name}.env[{i}].secret"))
            .Concat(container.Files.Select((file, i) => ((ValueSource)file, $"spec.containers.{name}.files[{i}].secret")));
}
