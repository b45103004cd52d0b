using System.Text.Json.Nodes;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>Lays an applied configuration over the live object: leaves of the configuration win, lists by key are merged.</summary>
internal static class ConfigMerger
{
    public static JsonObject Merge(SchemaType type, JsonObject live, JsonObject config) =>
        Merge(type, live, hasConfig: true, config) as JsonObject ?? [];

    private static JsonNode? Merge(SchemaType type, JsonNode? live, bool hasConfig, JsonNode? config)
    {
        if (!hasConfig)
            return live?.DeepClone();
        // An explicit null is a value like any other: it wins, and decoding drops the field.
        if (config is null || live is null || ValueShape.Of(type, live) != ValueShape.Of(type, config))
            return config?.DeepClone();
        return (live, config) switch
        {
            (JsonObject old, JsonObject given) when ValueShape.Of(type, old) == ValueShape.Fields => Fields(type, old, given),
            (JsonArray old, JsonArray given) when ValueShape.Of(type, old) == ValueShape.Items => Items(type, old, given),
            _ => config.DeepClone(),
        };
    }

    private static JsonObject Fields(SchemaType type, JsonObject live, JsonObject config)
    {
        var merged = new JsonObject();
        foreach (var (key, value) in live)
        {
            var given = config.TryGetPropertyValue(key, out var wanted);
            merged[key] = Merge(type.ChildOrSelf(key), value, given, wanted);
        }
        foreach (var (key, value) in config)
        {
            if (!live.ContainsKey(key))
                merged[key] = value?.DeepClone();
        }
        return merged;
    }

    /// <summary>
    /// Items keep the configuration's order among themselves; live items that are not in it stay where they were relative to the
    /// items both have. The same order comes out as with structured-merge-diff, which clients can see.
    /// </summary>
    private static JsonArray Items(SchemaType type, JsonArray live, JsonArray config)
    {
        var given = config.Select(i => PathElements.Item(type, i)).ToList();
        var old = live.Select(i => PathElements.Item(type, i)).ToList();
        var configBy = Index(given, config);
        var liveBy = Index(old, live);
        var shared = new Queue<string>(given.Where(liveBy.ContainsKey));
        var merged = new JsonArray();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var (l, c) = (0, 0);
        while (l < old.Count || c < given.Count)
        {
            if (l < old.Count && c < given.Count && old[l] != given[c]
                && configBy.ContainsKey(old[l]) && shared.TryPeek(out var next) && next != old[l])
            {
                // In both, but not the one whose turn it is: it comes where the configuration has it.
                l++;
            }
            else if (l < old.Count && !configBy.ContainsKey(old[l]))
            {
                merged.Add(live[l]?.DeepClone());
                l++;
            }
            else if (c < given.Count)
            {
                var element = given[c++];
                if (l < old.Count && (old[l] == element || done.Contains(old[l])))
                    l++;
                done.Add(element);
                if (shared.TryPeek(out var first) && first == element)
                    shared.Dequeue();
                merged.Add(Merge(type.Element!, liveBy.GetValueOrDefault(element), hasConfig: true, configBy[element]));
            }
            else
            {
                // Left over from before, and merged already.
                l++;
            }
        }
        return merged;
    }

    private static Dictionary<string, JsonNode?> Index(List<string> elements, JsonArray items)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var i = 0; i < elements.Count; i++)
        {
            // Items repeated under one key cannot be merged with anything.
            if (!index.TryAdd(elements[i], items[i]))
                index[elements[i]] = null;
        }
        return index;
    }
}
