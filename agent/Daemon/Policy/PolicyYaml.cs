using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pdp.Daemon.Policy;

/// <summary>
/// Reads one YAML document as JSON, within limits. Aliases are refused, since a few lines of them unfold into gigabytes, and so is a field
/// that stands twice, since readers disagree on which counts. Complaints name the place and never repeat what stands there.
/// </summary>
internal static class PolicyYaml
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 50_000;

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is not one YAML mapping within the limits; the message says where and why.</exception>
    public static JsonObject Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw new FormatException("must not be empty");
            parser.Consume<DocumentStart>();
            var nodes = 0;
            var root = Read(parser, 0, ref nodes);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _)) throw new FormatException("must be one document");
            return root as JsonObject ?? throw new FormatException("must be a mapping");
        }
        catch (YamlException malformed)
        {
            throw new FormatException($"line {malformed.Start.Line}, column {malformed.Start.Column}: not valid YAML", malformed);
        }
    }

    private static JsonNode? Read(Parser parser, int depth, ref int nodes)
    {
        if (depth > MaxDepth) throw Wrong(parser, $"must not be nested deeper than {MaxDepth}");
        if (++nodes > MaxNodes) throw Wrong(parser, $"must not have more than {MaxNodes} values");
        if (parser.TryConsume<Scalar>(out var scalar)) return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : scalar.Value;
        if (parser.TryConsume<SequenceStart>(out _)) return ReadList(parser, depth, ref nodes);
        if (parser.TryConsume<MappingStart>(out _)) return ReadMapping(parser, depth, ref nodes);
        throw Wrong(parser, "anchors and aliases are not allowed; write the value out");
    }

    private static JsonArray ReadList(Parser parser, int depth, ref int nodes)
    {
        var list = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Read(parser, depth + 1, ref nodes));
        return list;
    }

    private static JsonObject ReadMapping(Parser parser, int depth, ref int nodes)
    {
        var mapping = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key)) throw Wrong(parser, "the name of a field must be plain text");
            if (mapping.ContainsKey(key.Value)) throw new FormatException($"line {key.Start.Line}: a field is there twice");
            mapping[key.Value] = Read(parser, depth + 1, ref nodes);
        }
        return mapping;
    }

    // YAML's core schema, as far as a policy has numbers.
    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    private static FormatException Wrong(Parser parser, string rule) => new($"line {parser.Current?.Start.Line ?? 0}: {rule}");
}
