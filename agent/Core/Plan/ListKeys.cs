using System.Text.Json.Nodes;

namespace Pdp.Core.Plan;

/// <summary>Which fields tell the items of a list apart, for objects that do not say it by their managed fields.</summary>
internal static class ListKeys
{
    // The list map keys of the core types (k8s.io/api, "+listMapKey"), most telling first.
    private static readonly IReadOnlyList<IReadOnlyList<string>> Known =
    [
        ["containerPort", "protocol"],
        ["mountPath"],
        ["devicePath"],
        ["topologyKey", "whenUnsatisfiable"],
        ["port", "protocol"],
        ["name"],
        ["type"],
        ["ip"],
    ];

    /// <summary>The keys; null when items are told apart by their place only.</summary>
    public static IReadOnlyList<string>? Of(JsonArray wanted) => wanted.Count == 0
        ? null
        : Known.FirstOrDefault(keys =>
            wanted.All(item => item is JsonObject o && o.ContainsKey(keys[0]))
            && wanted.Select(item => Key(item!.AsObject(), keys)).Distinct().Count() == wanted.Count);

    /// <summary>The live item a wanted one stands for; null when it is not there.</summary>
    public static JsonObject? Find(JsonObject wanted, JsonArray live, IReadOnlyList<string> keys) =>
        live.OfType<JsonObject>().FirstOrDefault(item => Key(item, keys) == Key(wanted, keys));

    /// <summary>How a path names an item.</summary>
    public static string Describe(JsonObject item, IReadOnlyList<string> keys) => $"[{keys[0]}={Part(item, keys[0]).Trim('"')}]";

    private static string Key(JsonObject item, IReadOnlyList<string> keys) => string.Join('\n', keys.Select(key => Part(item, key)));

    // A protocol left out is TCP wherever it is part of a key.
    private static string Part(JsonObject item, string key) => item[key]?.ToJsonString() ?? (key == "protocol" ? "\"TCP\"" : "");
}
