using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>Reads and sets entries of <c>status.conditions</c>.</summary>
internal static class Conditions
{
    public static JsonObject? Find(JsonObject obj, string type) => In(obj.Array("status", "conditions"), type);

    public static JsonObject? In(JsonArray? conditions, string type) =>
        conditions?.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);

    public static string? Status(JsonObject obj, string type) => Find(obj, type).Text("status");

    /// <summary>Sets a condition in its place; the transition time moves only when the status does.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Set(JsonArray conditions, string type, string status, string? reason, string? message, DateTimeOffset now)
    {
        var there = In(conditions, type);
        if (there is not null && there.Text("status") == status && there.Text("reason") == reason && there.Text("message") == message) return false;
        var fresh = new JsonObject
        {
            ["lastTransitionTime"] = there is not null && there.Text("status") == status ? there.Text("lastTransitionTime") : now.ToKube(),
        };
        if (message is not null) fresh["message"] = message;
        if (reason is not null) fresh["reason"] = reason;
        fresh["status"] = status;
        fresh["type"] = type;
        if (there is null) conditions.Add(fresh);
        else conditions[conditions.IndexOf(there)] = fresh;
        return true;
    }
}
