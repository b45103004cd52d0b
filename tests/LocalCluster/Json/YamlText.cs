using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.LocalCluster.Json;

/// <summary>
/// YAML to nodes, with the scalar rules of YAML 1.1 that Kubernetes keeps to: an unquoted <c>yes</c> is a boolean, an unquoted
/// <c>y</c> as a key reads <c>true</c>. Built from parser events, so depth and alias expansion have bounds.
/// </summary>
internal sealed class YamlText
{
    /// <summary>More nodes than this, aliases expanded, are refused.</summary>
    public const int MaxNodes = 200_000;

    private readonly IParser _parser;
    private readonly List<string>? _duplicates;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlText(string text, List<string>? duplicates)
    {
        _parser = new Parser(new StringReader(text));
        _duplicates = duplicates;
    }

    /// <summary>Reads the first document; JSON is YAML too.</summary>
    /// <exception cref="FormatException">Not YAML, too deep, or too large when aliases are expanded.</exception>
    public static JsonNode? Parse(string text, List<string>? duplicates = null)
    {
        try
        {
            return new YamlText(text, duplicates).Document();
        }
        catch (YamlException e)
        {
            throw new FormatException($"yaml: line {e.Start.Line}: not valid YAML", e);
        }
    }

    private JsonNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        return Node(0, "");
    }

    private JsonNode? Node(int depth, string path)
    {
        if (depth > JsonText.MaxDepth)
            throw new FormatException($"yaml: exceeded max depth of {JsonText.MaxDepth}");
        Count(1);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Alias(alias);
        if (_parser.TryConsume<Scalar>(out var scalar))
            return Remember(scalar.Anchor, YamlScalars.Value(scalar));
        if (_parser.TryConsume<SequenceStart>(out var sequence))
            return Remember(sequence.Anchor, Sequence(depth, path));
        return Remember(_parser.Consume<MappingStart>().Anchor, Mapping(depth, path));
    }

    private JsonArray Sequence(int depth, string path)
    {
        var array = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            array.Add(Node(depth + 1, $"{path}[{array.Count}]"));
        return array;
    }

    private JsonObject Mapping(int depth, string path)
    {
        var obj = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var scalar))
                throw new FormatException("yaml: a mapping key must be a scalar");
            if (string.Equals(scalar.Value, "<<", StringComparison.Ordinal) && scalar.Style == ScalarStyle.Plain)
            {
                Merge(obj, Node(depth + 1, path));
                continue;
            }
            var key = YamlScalars.Key(scalar);
            var child = path.Length == 0 ? key : $"{path}.{key}";
            if (obj.ContainsKey(key))
                _duplicates?.Add(child);
            obj[key] = Node(depth + 1, child);
        }
        return obj;
    }

    private static void Merge(JsonObject target, JsonNode? source)
    {
        foreach (var from in source is JsonArray list ? list.OfType<JsonObject>() : source is JsonObject one ? [one] : [])
        {
            foreach (var (key, value) in from)
            {
                if (!target.ContainsKey(key))
                    target[key] = value?.DeepClone();
            }
        }
    }

    private JsonNode? Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new FormatException("yaml: unknown anchor");
        Count(Size(node));
        return node?.DeepClone();
    }

    private JsonNode? Remember(AnchorName anchor, JsonNode? node)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
            throw new FormatException($"yaml: more than {MaxNodes} nodes");
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject obj => 1 + obj.Sum(p => Size(p.Value)),
        JsonArray array => 1 + array.Sum(Size),
        _ => 1,
    };
}
