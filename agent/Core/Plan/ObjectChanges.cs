using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>
/// Compares an object as it is with what it would become, field by field and for people: unlike <see cref="Drift"/> with both values, and
/// with what the API server makes of the manifest. Values of Secrets are hidden.
/// </summary>
public sealed class ObjectChanges
{
    /// <summary>Most fields told of one object.</summary>
    public const int Most = 200;

    private const int LongestValue = 160;
    private const string Hidden = "(hidden)";

    // The server's own bookkeeping and the agent's: none of it is what somebody asked for.
    private static readonly HashSet<string> _bookkeeping =
    [
        "status", "metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "metadata.uid", "metadata.creationTimestamp",
        FieldPath.Member("metadata.annotations", ManagedMetadata.AppliedHashAnnotation), FieldPath.Member("metadata.annotations", ManagedMetadata.FencingTokenAnnotation),
    ];

    // kubectl keeps the whole of what it applied here, a Secret's values among it.
    private static readonly string _lastApplied = FieldPath.Member("metadata.annotations", "kubectl.kubernetes.io/last-applied-configuration");

    private readonly List<FieldChange> _changes = [];
    private readonly bool _isSecret;

    private ObjectChanges(bool isSecret) => _isSecret = isSecret;

    /// <summary>The fields that would change, in their order, at most <see cref="Most"/>.</summary>
    /// <param name="before">The object as it is; null when there is none.</param>
    /// <param name="after">The object as it would be.</param>
    public static IReadOnlyList<FieldChange> Between(JsonObject? before, JsonObject after)
    {
        var changes = new ObjectChanges(ManifestObject.KeyOf(after) is { Group: "", Kind: "Secret" });
        changes.CompareMembers(before ?? [], after, "");
        return changes._changes;
    }

    private void Compare(JsonNode? before, JsonNode? after, string path)
    {
        var isNothing = Equivalence.IsNothing(before) && Equivalence.IsNothing(after);
        if (isNothing || _changes.Count >= Most || _bookkeeping.Contains(path) || JsonNode.DeepEquals(before, after)) return;
        switch (before, after)
        {
            case (JsonObject or null, JsonObject or null):
                CompareMembers(before as JsonObject ?? [], after as JsonObject ?? [], path);
                break;
            case (JsonArray or null, JsonArray or null):
                CompareItems(before as JsonArray ?? [], after as JsonArray ?? [], path);
                break;
            default:
                _changes.Add(new FieldChange(path, Show(before, path), Show(after, path)));
                break;
        }
    }

    private void CompareMembers(JsonObject before, JsonObject after, string path)
    {
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key)))
            Compare(before[name], after[name], FieldPath.Member(path, name));
    }

    private void CompareItems(JsonArray before, JsonArray after, string path)
    {
        if (KeysOf(before, after) is { } keys)
        {
            foreach (var item in before.OfType<JsonObject>())
                Compare(item, ListKeys.Find(item, after, keys), path + ListKeys.Describe(item, keys));
            foreach (var item in after.OfType<JsonObject>().Where(item => ListKeys.Find(item, before, keys) is null))
                Compare(null, item, path + ListKeys.Describe(item, keys));
            return;
        }
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
            Compare(i < before.Count ? before[i] : null, i < after.Count ? after[i] : null, $"{path}[{i}]");
    }

    // Both lists must have the same keys, or be empty, to be compared by them.
    private static IReadOnlyList<string>? KeysOf(JsonArray before, JsonArray after) => (ListKeys.Of(before), ListKeys.Of(after)) switch
    {
        (null, var keys) when before.Count == 0 => keys,
        (var keys, null) when after.Count == 0 => keys,
        var (one, other) => one is not null && one == other ? one : null,
    };

    private string? Show(JsonNode? value, string path)
    {
        if (value is null) return null;
        var isHidden = path == _lastApplied || (_isSecret && (IsWithin(path, "data") || IsWithin(path, "stringData")));
        if (isHidden) return Hidden;
        var text = CanonicalJson.Text(value);
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }

    private static bool IsWithin(string path, string member) =>
        path.StartsWith(member, StringComparison.Ordinal) && (path.Length == member.Length || path[member.Length] is '.' or '[');
}
