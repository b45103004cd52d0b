using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.Kubernetes.Configuration;

/// <summary>
/// Reads one YAML document as a tree in which every scalar is text or null, within limits. Aliases are refused, since a few lines of them
/// unfold into gigabytes. Complaints name the place and never repeat what stands there.
/// </summary>
internal static class YamlTree
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 200_000;

    /// <exception cref="ClusterConfigException">It is not one YAML mapping within the limits.</exception>
    public static JsonObject Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return [];
            parser.Consume<DocumentStart>();
            var nodes = 0;
            var root = Read(parser, "", 0, ref nodes);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _)) throw Wrong("", "must be one document.");
            return root as JsonObject ?? (root is null ? [] : throw Wrong("", "must be a mapping."));
        }
        catch (YamlException malformed)
        {
            throw Wrong("", $"is not valid YAML at line {malformed.Start.Line}, column {malformed.Start.Column}.");
        }
    }

    private static JsonNode? Read(Parser parser, string path, int depth, ref int nodes)
    {
        if (depth > MaxDepth) throw Wrong(path, $"must not nest deeper than {MaxDepth}.");
        if (++nodes > MaxNodes) throw Wrong(path, $"the document must not have more than {MaxNodes} nodes.");
        if (parser.TryConsume<Scalar>(out var scalar)) return IsNull(scalar) ? null : JsonValue.Create(scalar.Value);
        if (parser.TryConsume<SequenceStart>(out _)) return ReadList(parser, path, depth, ref nodes);
        if (parser.TryConsume<MappingStart>(out _)) return ReadMapping(parser, path, depth, ref nodes);
        throw Wrong(path, "anchors and aliases are not allowed; write the value out.");
    }

    private static JsonArray ReadList(Parser parser, string path, int depth, ref int nodes)
    {
        var list = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Read(parser, $"{path}[{list.Count}]", depth + 1, ref nodes));
        return list;
    }

    private static JsonObject ReadMapping(Parser parser, string path, int depth, ref int nodes)
    {
        var mapping = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key)) throw Wrong(path, "keys must be plain text.");
            var below = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            if (mapping.ContainsKey(key.Value)) throw Wrong(below, "must not be given twice.");
            mapping[key.Value] = Read(parser, below, depth + 1, ref nodes);
        }
        return mapping;
    }

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && (scalar.Value is "" or "~" or "null" or "Null" or "NULL");

    private static ClusterConfigException Wrong(string path, string rule) => new(path, rule);
}
