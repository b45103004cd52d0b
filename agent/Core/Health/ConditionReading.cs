using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Health;

/// <summary>Reads the conditions of live objects.</summary>
internal static class ConditionReading
{
    /// <summary>A condition of the status; null when there is none of that type.</summary>
    public static JsonObject? Condition(this JsonObject live, string type) =>
        live.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Whether a condition has a status.</summary>
    public static bool Says(this JsonObject live, string type, string status) => live.Condition(type)?.Text("status") == status;

    /// <summary>What a condition tells people; a stand-in when it tells nothing.</summary>
    public static string Explain(this JsonObject? condition, string otherwise)
    {
        var message = condition.Text("message");
        return message.Length > 0 ? message : condition.Text("reason") is { Length: > 0 } reason ? reason : otherwise;
    }
}
