using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>One hostile message and how the agent must answer it.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Frame">The message.</param>
/// <param name="Expected">
/// What the answer must name, alternatives by <c>|</c>: a reason (<c>UnknownKey</c>), a rule of the policy (<c>policy.images</c>), an outcome
/// (<c>stale</c>), or the code of an error frame (<c>error:notJson</c>).
/// </param>
internal sealed record Attack(string Name, string Frame, string Expected)
{
    /// <summary>A signed document, or what passes for one.</summary>
    public static Attack Intent(string name, string jws, string expected) =>
        new(name, new JsonObject { ["type"] = "intent", ["jws"] = jws }.ToJsonString(), expected);

    /// <summary>A document signed by the plane's own key.</summary>
    public static Attack Signed(string name, JsonNode document, string expected) => Intent(name, Forge.Sign(document), expected);

    /// <summary>A removal.</summary>
    public static Attack Removal(string name, string id, long generation, string jws, string expected) =>
        new(name, new JsonObject { ["type"] = "remove", ["id"] = id, ["generation"] = generation, ["jws"] = jws }.ToJsonString(), expected);

    /// <summary>Whether an answer names what it must.</summary>
    public bool IsMetBy(JsonObject answer) => Expected.Split('|').Any(expected => IsMetBy(answer, expected));

    private static bool IsMetBy(JsonObject answer, string expected)
    {
        if ((string?)answer["type"] == "error") return expected == $"error:{answer["code"]}";
        var outcome = (string?)answer["outcome"];
        if (outcome != "refused") return expected == outcome;
        return answer["reasons"]!.AsArray().Any(reason =>
            (string?)reason!["reason"] == expected
            || ((string?)reason["message"])!.StartsWith($"{expected}: ", StringComparison.Ordinal));
    }
}
