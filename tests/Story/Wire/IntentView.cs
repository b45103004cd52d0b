using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>An intent as the stub shows it: what was asked for, and what the agent said about it.</summary>
/// <param name="Answer">The stub's whole answer.</param>
public sealed record IntentView(JsonObject Answer)
{
    /// <summary>What was asked for.</summary>
    public JsonObject Document => Answer["document"]!.AsObject();

    /// <summary>The generation the stub gave it.</summary>
    public long Generation => (long?)Answer["generation"] ?? 0;

    /// <summary>Why the plane refused this generation; null where it did not.</summary>
    public string? Refusal => (string?)Answer["delivery"] == "refused" ? Answer["ack"]?["reasons"]?.ToJsonString() ?? "without a reason" : null;

    /// <summary>The agent's newest word; null before the first.</summary>
    public JsonObject? Status => Answer["status"] as JsonObject;

    /// <summary>Where it stands.</summary>
    public string Phase => (string?)Status?["phase"] ?? "none";

    /// <summary>The generation the status speaks of.</summary>
    public long ObservedGeneration => (long?)Status?["observedGeneration"] ?? 0;

    /// <summary>The generation that runs.</summary>
    public long RunningGeneration => (long?)Status?["runningGeneration"] ?? 0;

    /// <summary>Why it is not well.</summary>
    public string? Reason => (string?)Status?["reason"];

    /// <summary>In words.</summary>
    public string Message => (string?)Status?["message"] ?? "";

    /// <summary>What stays in the cluster after the intent is gone.</summary>
    public IReadOnlyList<JsonObject> Kept => [.. (Status?["kept"] as JsonArray ?? []).Select(item => item!.AsObject())];

    /// <summary>Repairs of what somebody else changed.</summary>
    public IReadOnlyList<JsonObject> Drift => [.. (Status?["drift"] as JsonArray ?? []).Select(item => item!.AsObject())];

    public override string ToString() =>
        $"phase {Phase} of generation {ObservedGeneration} (asked for {Generation}){(Reason is null ? "" : ", " + Reason)}{(Message.Length == 0 ? "" : ": " + Message)}";
}
