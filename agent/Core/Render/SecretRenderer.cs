using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// The Secret a component's references go into, as far as it can be known without a value: a name made from the references and the version
/// each stands for, and a ConfigMap of that name that says so. Another version is another name, hence a new pod template and an ordinary
/// rollout. Whoever applies makes the Secret beside the ConfigMap, and the cluster takes it away with it.
/// </summary>
internal sealed class SecretRenderer
{
    private readonly ComponentScope _scope;
    private readonly List<SecretItem> _items;
    private readonly JsonObject _content = [];

    public SecretRenderer(ComponentScope scope)
    {
        _scope = scope;
        _items = [.. Items(scope).DistinctBy(item => item.DataKey).OrderBy(item => item.DataKey, StringComparer.Ordinal)];
        foreach (var (key, reference, _, version) in _items)
        {
            _content.Add(key, CanonicalJson.Text(Sparse.Object(
                ("store", reference.Store), ("name", reference.Name), ("version", version), ("property", reference.Property))));
        }
    }

    /// <summary>Name of the Secret, and of the ConfigMap beside it.</summary>
    public string Name => _scope.Names.Hashed("secret", ObjectNames.HashOf(_content));

    /// <summary>Key of a reference.</summary>
    public static string KeyOf(SecretReference reference) => DataKey.Of(
        reference.Property ?? reference.Name[(reference.Name.LastIndexOf('/') + 1)..],
        reference.Store,
        reference.Name,
        reference.Version ?? "",
        reference.Property ?? "");

    /// <summary>The ConfigMap, and what belongs into the Secret; null without references.</summary>
    public (DesiredObject Manifest, SecretPlaceholder Placeholder)? Render()
    {
        if (_items.Count == 0)
            return null;
        var manifest = _scope.Object("v1", "ConfigMap", Name, ("immutable", true), ("data", _content.DeepClone()));
        return (manifest, new SecretPlaceholder(manifest.Key, _items));
    }

    private static IEnumerable<SecretItem> Items(ComponentScope scope) =>
        from named in SecretReferences.Of(scope.Spec)
        let version = scope.Context.SecretVersions.GetValueOrDefault(named.Reference) ?? named.Reference.Version
        select new SecretItem(KeyOf(named.Reference), named.Reference, named.Path, version);
}
