using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Cutter.Plan;
using Pdp.History.Events;
using Pdp.Story.Wire;

namespace Pdp.Cutter.Watching;

/// <summary>What an object in the cluster says, in the words of a history.</summary>
internal static class ClusterReading
{
    /// <summary>Resource, namespace and name.</summary>
    public static string Key(string resource, JsonObject item) =>
        $"{resource}/{ClusterPaths.NamespaceOf(item)}/{ClusterPaths.NameOf(item)}";

    /// <summary>The intent an object belongs to.</summary>
    public static string IntentOf(JsonObject item) => (string?)item["metadata"]?["labels"]?["pdp.dev/intent"] ?? "";

    /// <summary>What of which document an object is.</summary>
    public static string? MarkOf(JsonObject item) => (string?)item["metadata"]?["labels"]?[Documents.MarkLabel];

    /// <summary>Who wrote an object last, and in which term; a writer without a token is somebody unknown in no term.</summary>
    public static (string Actor, long Term) WriterOf(JsonObject item) =>
        (string?)item["metadata"]?["annotations"]?["pdp.dev/fencing-token"] is { } token && token.IndexOf('/') is var end and > 0
            ? (ActorOf(token[(end + 1)..]), long.Parse(token[..end], CultureInfo.InvariantCulture))
            : ("agent", 0);

    /// <summary>The name an agent has in histories: its own, and which incarnation it is.</summary>
    public static string ActorOf(string identity) => identity.Replace('_', '/');

    /// <summary>Hash of what people and agents say of an object; not of what controllers add.</summary>
    public static string Content(JsonObject item)
    {
        var content = new JsonObject { ["labels"] = item["metadata"]?["labels"]?.DeepClone() };
        foreach (var (name, value) in item)
        {
            if (name is not ("metadata" or "status" or "apiVersion" or "kind")) content[name] = value?.DeepClone();
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())))[..16];
    }

    /// <summary>Whether an object does what it should; null where that cannot be told.</summary>
    public static bool? IsHealthy(string resource, JsonObject item) => resource == "deployments"
        ? ((long?)item["status"]?["availableReplicas"] ?? 0) >= ((long?)item["spec"]?["replicas"] ?? 1)
        : null;

    /// <summary>Whether a Job ran to its end.</summary>
    public static bool HasEnded(JsonObject job) =>
        job["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(c => (string?)c!["type"] is "Complete" or "Failed" && (string?)c["status"] == "True");

    /// <summary>What of a status can be right or wrong; null where there is none.</summary>
    public static StatusFacts? Facts(JsonNode? status) => status is null ? null : new StatusFacts(
        (string?)status["phase"] ?? "Pending",
        (long?)status["observedGeneration"] ?? 0,
        (long?)status["runningGeneration"] ?? 0,
        (long?)status["failedGeneration"] ?? 0);

    /// <summary>An intent of the journal.</summary>
    public static HeldByJournal Held(JsonObject intent) => new(
        ClusterPaths.NameOf(intent),
        (long?)intent["spec"]?["generation"] ?? 0,
        (string?)intent["spec"]?["hash"] ?? "",
        intent["spec"]?["removal"] is not null,
        Facts(intent["status"]),
        [.. (intent["status"]?["inventory"] as JsonArray ?? []).Select(entry => entry!).Where(IsJudged).Select(InventoryKey)]);

    /// <summary>The mark in a signed document.</summary>
    public static string? MarkInDocument(string jws) => (string?)Payload(jws)["metadata"]?["labels"]?[Documents.MarkLabel];

    /// <summary>The generation in a signed document.</summary>
    public static long GenerationInDocument(string jws) => (long?)Payload(jws)["metadata"]?["generation"] ?? 0;

    /// <summary>The removals the agent remembers: id and generation.</summary>
    public static IEnumerable<(string Intent, long Generation)> Removals(JsonObject configMap) =>
        from entry in configMap["data"] as JsonObject ?? []
        select (entry.Key, long.Parse(((string)entry.Value!).Split(' ')[0], CultureInfo.InvariantCulture));

    private static JsonNode Payload(string jws)
    {
        var text = jws.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonNode.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')))!;
    }

    // What intents share carries no intent's label, and claims stay on purpose.
    private static bool IsJudged(JsonNode entry) =>
        (string?)entry["kind"] is not ("Namespace" or "PersistentVolumeClaim") && (string?)entry["name"] != "cell--default-deny";

    // Every other kind of the play has the plural that adds one letter.
    private static string InventoryKey(JsonNode entry)
    {
        var kind = ((string)entry["kind"]!).ToLowerInvariant();
        var resource = kind == "networkpolicy" ? "networkpolicies" : $"{kind}s";
        return $"{resource}/{(string?)entry["namespace"]}/{(string)entry["name"]!}";
    }
}
