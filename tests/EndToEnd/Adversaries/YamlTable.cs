using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>Reads a table that is kept as YAML: a list of mappings.</summary>
internal static class YamlTable
{
    /// <summary>The lines of a file beside the tests.</summary>
    public static IReadOnlyList<JsonObject> Read(string file)
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(AppContext.BaseDirectory, "Adversaries", file))) yaml.Load(text);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode).Select(line => Parsed(Json(line)!))];
    }

    // By way of text, so that a number is any number and not of the type it was made with.
    private static JsonObject Parsed(JsonNode made) => JsonNode.Parse(made.ToJsonString())!.AsObject();

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(m => KeyValuePair.Create(((YamlScalarNode)m.Key).Value!, Json(m.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        _ => ((YamlScalarNode)node).Value,
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
