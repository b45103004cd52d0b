using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.Core.Tests.Support;

/// <summary>YAML as JSON and back, so that cases can be read and written by people.</summary>
internal static partial class Yaml
{
    public static IReadOnlyList<JsonObject> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        // By way of text, so that a number is any number and not of the type it was made with.
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)).OfType<JsonObject>().Select(Parsed)];
    }

    /// <summary>The items of a document that is one list.</summary>
    public static IReadOnlyList<JsonObject> Items(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. ((YamlSequenceNode)stream.Documents.Single().RootNode).Select(ToJson).OfType<JsonObject>().Select(Parsed)];
    }

    public static string Write(IEnumerable<JsonNode> documents)
    {
        var text = new StringWriter();
        var first = true;
        foreach (var document in documents)
        {
            if (!first)
                text.Write("---\n");
            first = false;
            var part = new StringWriter { NewLine = "\n" };
            new YamlStream(new YamlDocument(FromJson(document))).Save(new Emitter(part, new EmitterSettings(2, int.MaxValue, false, 1024)), false);
            text.Write(part.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("...\n", "", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    private static JsonObject Parsed(JsonObject made) => JsonNode.Parse(made.ToJsonString())!.AsObject();

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(m => KeyValuePair.Create(((YamlScalarNode)m.Key).Value!, ToJson(m.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } plain => Plain(plain.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException("Neither map, list nor scalar."),
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when Whole().IsMatch(text) => long.Parse(text, CultureInfo.InvariantCulture),
        _ when Fraction().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private static YamlNode FromJson(JsonNode? node) => node switch
    {
        null => new YamlScalarNode("null"),
        JsonObject o => new YamlMappingNode(o.Select(m => KeyValuePair.Create<YamlNode, YamlNode>(Text(m.Key), FromJson(m.Value)))),
        JsonArray a => new YamlSequenceNode(a.Select(FromJson)),
        JsonValue value when value.TryGetValue<string>(out var text) => Text(text),
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    private static YamlScalarNode Text(string text) => new(text)
    {
        Style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : PlainText().IsMatch(text) && Plain(text) is JsonValue value && value.TryGetValue<string>(out _) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted,
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-?[0-9]+\.[0-9]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[A-Za-z0-9/.][-A-Za-z0-9/._@:$ ]*(?<![: ])\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainText();
}
