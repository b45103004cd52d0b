using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tables;

/// <summary>A column of the printed form.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Cell">Its cell for an object, at a moment.</param>
/// <param name="Type">string, integer, number, boolean or date.</param>
/// <param name="Priority">Above 0 it is printed in the wide form only.</param>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };
}
