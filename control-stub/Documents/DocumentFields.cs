using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Documents;

/// <summary>
/// Reads the fields of an object one by one and remembers which were read, so that <see cref="Close"/> can tell the author of every
/// field that nothing was made of. Nothing is dropped in silence.
/// </summary>
internal sealed class DocumentFields(JsonObject node, string path, DocumentReport report)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Where errors go.</summary>
    public DocumentReport Report => report;

    /// <summary>Path of this object.</summary>
    public string Path => path;

    /// <summary>Path of a field of it.</summary>
    public string At(string name) => FieldPath.Of(path, name);

    /// <summary>Whether there is such a field with a value.</summary>
    public bool Has(string name) => node[name] is not null;

    /// <summary>Whether there is such a field and it is an object.</summary>
    public bool IsObject(string name) => node[name] is JsonObject;

    /// <summary>A text; null when absent.</summary>
    public string? Text(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case JsonValue value when value.TryGetValue<string>(out var text):
                return text;
            default:
                report.Error(FindingRules.WrongType, At(name), "must be text; quote it if it looks like a number");
                return null;
        }
    }

    /// <summary>A text that must be there; empty, with an error told, when it is not.</summary>
    public string RequiredText(string name)
    {
        if (!Has(name))
            report.Error(FindingRules.Required, At(name), "must be given");
        var text = Text(name);
        if (text is "")
            report.Error(FindingRules.BadValue, At(name), "must not be empty");
        return text ?? "";
    }

    /// <summary>A text or a number, as quantities and ports may be written; null when absent.</summary>
    public string? Scalar(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number:
                return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
            default:
                report.Error(FindingRules.WrongType, At(name), "must be text or a number");
                return null;
        }
    }

    /// <summary>A whole number in a range; null when absent.</summary>
    public int? Whole(string name, int min, int max)
    {
        if (Take(name) is not { } value)
            return null;
        if (value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
            return number;
        report.Error(FindingRules.BadValue, At(name), $"must be a whole number, {min}..{max}");
        return null;
    }

    /// <summary>True or false; null when absent.</summary>
    public bool? Flag(string name)
    {
        if (Take(name) is not { } value)
            return null;
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return value.GetValue<bool>();
        report.Error(FindingRules.WrongType, At(name), "must be true or false");
        return null;
    }

    /// <summary>An object; null when absent.</summary>
    public DocumentFields? Section(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case JsonObject section:
                return new DocumentFields(section, At(name), report);
            default:
                report.Error(FindingRules.WrongType, At(name), "must be a mapping");
                return null;
        }
    }

    /// <summary>An object that must be there; null, with an error told, when it is not.</summary>
    public DocumentFields? RequiredSection(string name)
    {
        if (!Has(name))
            report.Error(FindingRules.Required, At(name), "must be a mapping");
        return Section(name);
    }

    /// <summary>Objects by name; empty when absent.</summary>
    public IReadOnlyList<(string Name, DocumentFields Fields)> Sections(string name)
    {
        var sections = new List<(string, DocumentFields)>();
        if (Section(name) is not { } owner)
            return sections;
        foreach (var key in owner.Names())
            if (owner.RequiredSection(key) is { } section)
                sections.Add((key, section));
        return sections;
    }

    /// <summary>A list of objects; empty when absent.</summary>
    public IReadOnlyList<DocumentFields> Items(string name)
    {
        var items = new List<DocumentFields>();
        foreach (var (item, index) in List(name))
        {
            if (item is JsonObject fields)
                items.Add(new DocumentFields(fields, $"{At(name)}[{index}]", report));
            else
                report.Error(FindingRules.WrongType, $"{At(name)}[{index}]", "must be a mapping");
        }

        return items;
    }

    /// <summary>A list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (item, index) in List(name))
        {
            if (item is JsonValue value && value.TryGetValue<string>(out var text))
                texts.Add(text);
            else
                report.Error(FindingRules.WrongType, $"{At(name)}[{index}]", "must be text; quote it if it looks like a number");
        }

        return texts;
    }

    /// <summary>Texts by name; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Section(name) is not { } section)
            return map;
        foreach (var key in section.Names())
            if (section.Scalar(key) is { } text)
                map[key] = text;
        return map;
    }

    /// <summary>A field that describes something else than what runs.</summary>
    public void NotDeployed(string name, string message)
    {
        if (Take(name) is not null)
            report.Note(FindingRules.NotDeployed, At(name), message);
    }

    /// <summary>A field that asks for something an intent cannot say in this version.</summary>
    public void NotExpressed(string name, string message)
    {
        if (Take(name) is not null)
            report.Warn(FindingRules.NotExpressed, At(name), message);
    }

    /// <summary>A field that goes without saying.</summary>
    public void Skip(string name) => Take(name);

    /// <summary>Warns of every field that was not read.</summary>
    public void Close()
    {
        foreach (var name in Names().Where(n => !_read.Contains(n)))
            report.Warn(FindingRules.UnknownField, At(name), "is not known here; it was kept and nothing was made of it");
    }

    private IEnumerable<string> Names() => node.Select(m => m.Key).ToList();

    private JsonNode? Take(string name)
    {
        _read.Add(name);
        return node[name];
    }

    private IEnumerable<(JsonNode? Item, int Index)> List(string name)
    {
        switch (Take(name))
        {
            case null:
                return [];
            case JsonArray list:
                return list.Select((item, index) => (item, index));
            default:
                report.Error(FindingRules.WrongType, At(name), "must be a list");
                return [];
        }
    }
}
