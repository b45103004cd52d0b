using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Protocol;

namespace Pdp.ControlStub.Documents;

/// <summary>Reads one JSON object: bounded, no name twice, every string real Unicode.</summary>
internal static class JsonText
{
    public static DocumentBatch Read(ReadOnlyMemory<byte> body)
    {
        var fault = BoundedJson.TryRead(body, int.MaxValue, DocumentLimits.Depth, out var document);
        if (fault != JsonFault.None)
            return DocumentText.Nothing(ToFinding(fault, body));
        using (document)
        {
            var reading = new Reading();
            var root = (JsonObject)reading.Value(document!.RootElement, "")!;
            return new DocumentBatch([root], reading.Findings);
        }
    }

    private static Finding ToFinding(JsonFault fault, ReadOnlyMemory<byte> body)
    {
        var message = BoundedJson.Rule(fault, int.MaxValue, DocumentLimits.Depth);
        return fault switch
        {
            JsonFault.TooDeep => new Finding(FindingRules.TooDeep, "", message),
            JsonFault.DuplicateField => new Finding(FindingRules.Duplicate, "", message),
            JsonFault.NotAnObject => new Finding(FindingRules.WrongType, "", message),
            _ => new Finding(FindingRules.Syntax, "", message + Place(body)),
        };
    }

    private static string Place(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = DocumentLimits.Depth });
            while (reader.Read())
            {
            }

            return "";
        }
        catch (JsonException e)
        {
            return $"; look at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
    }

    private sealed class Reading
    {
        private int _nodes;

        public List<Finding> Findings { get; } = [];

        public JsonNode? Value(JsonElement element, string path)
        {
            if (++_nodes == DocumentLimits.Nodes)
                Findings.Add(new Finding(FindingRules.TooMany, "", $"must hold at most {DocumentLimits.Nodes} values"));
            if (_nodes >= DocumentLimits.Nodes)
                return null;
            return element.ValueKind switch
            {
                JsonValueKind.Object => Object(element, path),
                JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select((e, i) => Value(e, $"{path}[{i}]"))]),
                JsonValueKind.String => Text(element, path),
                JsonValueKind.Null => null,
                _ => JsonValue.Create(element.Clone()),
            };
        }

        private JsonObject Object(JsonElement element, string path)
        {
            var made = new JsonObject();
            foreach (var property in element.EnumerateObject())
                made.Add(property.Name, Value(property.Value, FieldPath.Of(path, property.Name)));
            return made;
        }

        private JsonValue? Text(JsonElement element, string path)
        {
            try
            {
                return JsonValue.Create(element.GetString());
            }
            catch (InvalidOperationException)
            {
                Findings.Add(new Finding(FindingRules.Syntax, path, "must be valid Unicode: an escape names half of a character"));
                return null;
            }
        }
    }
}
