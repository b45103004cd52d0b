using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pdp.Protocol.Schema;

/// <summary>
/// Reads schema documents into <see cref="SchemaNode"/>s. A word it does not know is an error: a rule must not be skipped silently.
/// </summary>
/// <param name="open">Opens a schema document by file name.</param>
internal sealed class SchemaLoader(Func<string, JsonDocument> open)
{
    private readonly Dictionary<string, JsonDocument> _documents = [];
    private readonly Dictionary<string, SchemaNode> _referenced = [];

    /// <summary>Loads the schema at a reference such as <c>common.schema.json#/$defs/metadata</c>.</summary>
    public SchemaNode Load(string reference)
    {
        if (_referenced.TryGetValue(reference, out var known))
            return known;

        var node = _referenced[reference] = new SchemaNode();
        var (file, pointer) = reference.Split('#') is [var f, var p] ? (f, p) : (reference, "");
        if (!_documents.TryGetValue(file, out var document))
            _documents[file] = document = open(file);

        var element = document.RootElement;
        foreach (var segment in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
            element = element.GetProperty(segment);
        Fill(node, element, file);
        return node;
    }

    private SchemaNode Read(JsonElement schema, string file)
    {
        var node = new SchemaNode();
        Fill(node, schema, file);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement schema, string file)
    {
        foreach (var word in schema.EnumerateObject())
            Fill(node, word.Name, word.Value, file);
    }

    private void Fill(SchemaNode node, string word, JsonElement value, string file)
    {
        switch (word)
        {
            case "$schema" or "$id" or "$defs" or "description" or "default":
                break;
            case "$ref":
                node.Reference = Load(value.GetString() is ['#', ..] local ? file + local : value.GetString()!);
                break;
            case "if":
                node.If = Read(value, file);
                break;
            case "then":
                node.Then = Read(value, file);
                break;
            case "else":
                node.Else = Read(value, file);
                break;
            case "title":
                node.Title = value.GetString();
                break;
            case "type":
                node.Types = value.ValueKind == JsonValueKind.String ? [value.GetString()!] : Strings(value);
                break;
            case "const":
                node.Enumeration = [value.GetString()!];
                break;
            case "enum":
                node.Enumeration = Strings(value);
                break;
            case "x-pdp-later" when value.ValueKind == JsonValueKind.True:
                node.IsLater = true;
                break;
            case "x-pdp-later":
                node.LaterValues = Strings(value);
                break;
            case "pattern":
                node.Pattern = Compile(value.GetString()!);
                break;
            case "minimum" or "maximum":
                node.Number = With(node.Number, word == "minimum", value);
                break;
            case "minLength" or "maxLength":
                node.Length = With(node.Length, word == "minLength", value);
                break;
            default:
                FillContainer(node, word, value, file);
                break;
        }
    }

    private void FillContainer(SchemaNode node, string word, JsonElement value, string file)
    {
        switch (word)
        {
            case "properties":
                node.Members = value.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value, file));
                break;
            case "required":
                node.Required = Strings(value);
                break;
            case "oneOf":
                node.ExactlyOne = [.. value.EnumerateArray().Select(branch => Strings(branch.GetProperty("required")).Single())];
                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                node.IsClosed = true;
                break;
            case "additionalProperties":
                node.OtherMembers = Read(value, file);
                break;
            case "propertyNames":
                node.MemberNames = Read(value, file);
                break;
            case "items":
                node.Items = Read(value, file);
                break;
            case "uniqueItems":
                node.UniqueItems = value.GetBoolean();
                break;
            case "minItems" or "maxItems":
                node.ItemCount = With(node.ItemCount, word == "minItems", value);
                break;
            case "minProperties" or "maxProperties":
                node.MemberCount = With(node.MemberCount, word == "minProperties", value);
                break;
            default:
                throw new InvalidOperationException($"The schema {file} uses the word {word}, which this validator does not know.");
        }
    }

    private static Bounds With(Bounds bounds, bool least, JsonElement value) =>
        least ? bounds with { Least = value.GetInt64() } : bounds with { Most = value.GetInt64() };

    private static IReadOnlyList<string> Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    // JSON Schema's $ is the very end; .NET's would let a line feed follow.
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
