using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>
/// A Secret as far as it can be known without a value: a name made from what it is made of and the version of each, and a ConfigMap of that
/// name that says so. Another version is another name, hence a new pod template and an ordinary rollout. Whoever applies makes the Secret
/// beside the ConfigMap, and the cluster takes it away with it.
/// </summary>
internal sealed class SecretDraft
{
    private readonly ComponentScope _scope;
    private readonly IReadOnlyList<SecretItem> _items;
    private readonly SecretForm _form;
    private readonly JsonObject _content = [];

    /// <summary>Drafts.</summary>
    /// <param name="scope">The component.</param>
    /// <param name="what">A word of at most six letters for its name.</param>
    /// <param name="items">What it is made of; each key once.</param>
    /// <param name="form">What becomes of them.</param>
    public SecretDraft(ComponentScope scope, string what, IEnumerable<SecretItem> items, SecretForm form)
    {
        (_scope, _form) = (scope, form);
        _items = [.. items.OrderBy(item => item.DataKey, StringComparer.Ordinal)];
        foreach (var (key, reference, _, version) in _items)
        {
            _content.Add(key, CanonicalJson.Text(Sparse.Object(
                ("store", reference.Store), ("name", reference.Name), ("version", version), ("property", reference.Property),
                ("encoding", reference.Encoding is null ? null : "base64"))));
        }
        foreach (var (key, made) in MadeOf(form)) _content.Add(key, CanonicalJson.Text(made));
        Name = scope.Names.Hashed(what, ObjectNames.HashOf(_content));
    }

    /// <summary>Name of the Secret, and of the ConfigMap beside it.</summary>
    public string Name { get; }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>The ConfigMap.</summary>
    public DesiredObject Manifest => field ??= _scope.Object("v1", "ConfigMap", Name, ("immutable", true), ("data", _content.DeepClone()));

    /// <summary>What belongs into the Secret.</summary>
    public SecretPlaceholder Placeholder => new(Manifest.Key, _items) { Form = _form };

    // What is made of the items is a part of what it is, so that another text is another Secret.
    private static IEnumerable<(string Key, JsonNode? Made)> MadeOf(SecretForm form) => form switch
    {
        DataForm data => data.Templates.Select(entry => (
            entry.DataKey,
            (JsonNode?)Sparse.Object(("template", entry.Text), ("secrets", Sparse.Map(entry.Parts))))),
        RegistryForm { Registry: { } registry } parts => [("registry", Sparse.Object(("registry", registry), ("username", parts.Username)))],
        _ => [],
    };
}
