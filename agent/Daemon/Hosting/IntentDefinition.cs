using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Daemon.Cluster.Intents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.Daemon.Hosting;

/// <summary>The Intent definition this agent was built with; the chart installs the same file.</summary>
internal static class IntentDefinition
{
    private const string Resource = "intents.yaml";

    /// <summary>The definition as text.</summary>
    public static string Text()
    {
        using var stream = typeof(IntentResource).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The agent was built without the Intent definition.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The definition as an object.</summary>
    public static JsonObject Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text()));
        return (JsonObject)Json(yaml.Documents[0].RootNode)!;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Scalar(plain.Value ?? ""),
        _ => ((YamlScalarNode)node).Value,
    };

    private static JsonValue Scalar(string text) => text switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
