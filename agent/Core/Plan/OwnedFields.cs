using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>
/// What the agent owns of a live object, from <c>metadata.managedFields</c> (Kubernetes documentation, Server-Side Apply, "FieldsV1").
/// The API server takes a field away from its owner when somebody else changes or removes it, so a field that is still the agent's holds
/// what the agent applied, in whatever spelling the server keeps it.
/// </summary>
internal readonly struct OwnedFields
{
    private readonly JsonObject? _node;

    private OwnedFields(JsonObject? node) => _node = node;

    /// <summary>Whether the agent owns this place, or something within.</summary>
    public bool IsOwned => _node is not null;

    /// <summary>Whether this place is owned as one: a scalar, or a list or map that has no parts of its own.</summary>
    public bool IsWhole => _node is { Count: 0 };

    /// <summary>Reads an object.</summary>
    public static OwnedFields Of(JsonObject live)
    {
        var ours = live.Objects("metadata", "managedFields")
            .FirstOrDefault(entry => entry.Text("manager") == ManagedMetadata.FieldManager
                && entry.Text("operation") == "Apply"
                && entry["subresource"] is null);
        return ours is null ? default : In(ours);
    }

    /// <summary>Reads one entry of <c>managedFields</c>, whosever it is.</summary>
    public static OwnedFields In(JsonObject entry) => new(entry["fieldsV1"] as JsonObject);

    /// <summary>What is owned of a member; all of it when its parent is owned as one.</summary>
    public OwnedFields Member(string name) => IsWhole ? this : new(_node?[$"f:{name}"] as JsonObject);

    /// <summary>What is owned of the list item with these key fields.</summary>
    public OwnedFields Item(IReadOnlyList<string> keys, JsonObject item)
    {
        foreach (var (name, value) in Items())
        {
            if (KeyOf(name) is { } key && keys.All(field => JsonNode.DeepEquals(key[field], item[field])))
                return new OwnedFields(value as JsonObject);
        }

        return default;
    }

    /// <summary>The fields that tell items of this list apart, as the server says; null when it does not say.</summary>
    public IReadOnlyList<string>? ItemKeys()
    {
        foreach (var (name, _) in Items())
            return KeyOf(name) is { } key ? [.. key.Select(member => member.Key)] : null;
        return null;
    }

    private IEnumerable<(string Key, JsonNode? Value)> Items() =>
        (_node ?? []).Where(member => member.Key.StartsWith("k:", StringComparison.Ordinal)).Select(item => (item.Key[2..], item.Value));

    private static JsonObject? KeyOf(string name)
    {
        try
        {
            return JsonNode.Parse(name) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
