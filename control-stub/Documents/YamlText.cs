using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.ControlStub.Documents;

/// <summary>
/// Reads YAML 1.2 as JSON values: the core schema, no tags of its own, no merge keys, no name twice. Aliases are allowed, for people
/// use them, but what they stand for counts each time, so that a few lines cannot grow into gigabytes.
/// </summary>
internal sealed class YamlText
{
    private readonly List<JsonObject?> _documents = [];
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, (JsonNode? Node, int Size)> _anchors = [];
    private int _nodes;

    private int Index => _documents.Count;

    public DocumentBatch Read(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            var parser = new Parser(new Scanner(reader, skipComments: true));
            parser.Consume<StreamStart>();
            while (!parser.Accept<StreamEnd>(out _))
                Document(parser);
        }
        catch (StopReadingException stop)
        {
            _findings.Add(stop.Finding);
        }
        catch (YamlException e)
        {
            // The exception's own message may quote what was sent.
            _findings.Add(new Finding(
                FindingRules.Syntax, "", $"is not well-formed YAML; look at line {e.Start.Line}, column {e.Start.Column}", Index));
        }

        return new DocumentBatch(_documents, _findings);
    }

    private void Document(Parser parser)
    {
        if (Index >= DocumentLimits.Documents)
            throw Stop(FindingRules.TooMany, "", $"must hold at most {DocumentLimits.Documents} documents", parser);
        _anchors.Clear();
        parser.Consume<DocumentStart>();
        var root = Value(parser, "", 1);
        parser.Consume<DocumentEnd>();
        // Nothing between two lines of dashes, as editors and templates leave it.
        if (root is null)
            return;
        if (root is not JsonObject)
            _findings.Add(new Finding(FindingRules.WrongType, "", "must be a mapping", Index));
        _documents.Add(root as JsonObject);
    }

    private JsonNode? Value(Parser parser, string path, int depth)
    {
        Count(1, path, parser);
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Alias(alias, path, parser);
        var first = _nodes;
        var anchor = parser.Current is NodeEvent { Anchor: { IsEmpty: false } name } ? name.Value : null;
        var made = parser.Current switch
        {
            MappingStart => Mapping(parser, path, depth),
            SequenceStart => Sequence(parser, path, depth),
            _ => Scalar(parser, path),
        };
        if (anchor is not null)
            _anchors[anchor] = (made, _nodes - first + 1);
        return made;
    }

    private JsonNode? Alias(AnchorAlias alias, string path, Parser parser)
    {
        // An anchor is known once its value is complete, so that nothing can contain itself.
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw Stop(FindingRules.Syntax, path, "must name an anchor that ends before it", parser);
        Count(target.Size, path, parser);
        return target.Node?.DeepClone();
    }

    private JsonObject Mapping(Parser parser, string path, int depth)
    {
        Untagged(parser.Consume<MappingStart>(), "!!map", path);
        Deeper(depth, path, parser);
        var made = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw Stop(FindingRules.Unsupported, path, "must have plain names: no lists, mappings or aliases as names", parser);
            if (key is { Style: ScalarStyle.Plain, Value: "<<" })
                throw Stop(FindingRules.Unsupported, path, "must not use merge keys: write the fields out", parser);
            var field = FieldPath.Of(path, key.Value);
            var value = Value(parser, field, depth + 1);
            if (!made.TryAdd(key.Value, value))
                _findings.Add(new Finding(FindingRules.Duplicate, field, $"must not be named twice; look at line {key.Start.Line}", Index));
        }

        return made;
    }

    private JsonArray Sequence(Parser parser, string path, int depth)
    {
        Untagged(parser.Consume<SequenceStart>(), "!!seq", path);
        Deeper(depth, path, parser);
        var made = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
            made.Add(Value(parser, $"{path}[{made.Count}]", depth + 1));
        return made;
    }

    private JsonNode? Scalar(Parser parser, string path)
    {
        var scalar = parser.Consume<Scalar>();
        var (node, finding) = YamlScalar.Read(scalar);
        if (finding is not null)
            _findings.Add(finding with { Path = path, Document = Index });
        return node;
    }

    private void Untagged(NodeEvent start, string own, string path)
    {
        if (!start.Tag.IsEmpty && !YamlScalar.IsTag(start.Tag, own))
            _findings.Add(new Finding(FindingRules.Unsupported, path, $"must not have a tag; look at line {start.Start.Line}", Index));
    }

    private void Count(int nodes, string path, Parser parser)
    {
        _nodes += nodes;
        if (_nodes > DocumentLimits.Nodes)
            throw Stop(FindingRules.TooMany, path, $"must hold at most {DocumentLimits.Nodes} values, aliases counted as what they stand for", parser);
    }

    private void Deeper(int depth, string path, Parser parser)
    {
        if (depth > DocumentLimits.Depth)
            throw Stop(FindingRules.TooDeep, path.Length > 200 ? "" : path, $"must be nested at most {DocumentLimits.Depth} levels deep", parser);
    }

    private StopReadingException Stop(string rule, string path, string message, Parser parser) =>
        new(new Finding(rule, path, $"{message}; look at line {parser.Current?.Start.Line ?? 0}", Index));

    /// <summary>What follows cannot be read.</summary>
    private sealed class StopReadingException(Finding finding) : Exception
    {
        public Finding Finding { get; } = finding;
    }
}
