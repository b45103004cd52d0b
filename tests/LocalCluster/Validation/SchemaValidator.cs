using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Validation;

/// <summary>Holds a decoded object of a built-in kind to the rules of the type tables; errors come in the order fields are
/// declared.</summary>
internal sealed class SchemaValidator(ErrorList errors)
{
    public void Validate(SchemaType type, JsonObject obj, string path)
    {
        foreach (var field in type.Fields)
        {
            // The status is what controllers found, and metadata has rules of its own.
            if (path.Length == 0 && field.Name is "metadata" or "status")
                continue;
            Field(field, obj.At(field.Name), path.Length == 0 ? field.Name : $"{path}.{field.Name}");
        }
    }

    /// <summary>Reports fields of one structure that changed though they may not.</summary>
    public void ValidateImmutable(SchemaType type, JsonObject? obj, JsonObject? old, string path)
    {
        foreach (var field in type.Fields)
        {
            if (field.Immutable && !JsonEquality.Same(obj.At(field.Name), old.At(field.Name)))
                errors.Invalid(path.Length == 0 ? field.Name : $"{path}.{field.Name}", obj.At(field.Name), "field is immutable");
        }
    }

    private void Field(SchemaField field, JsonNode? value, string path)
    {
        if (IsUnset(value))
        {
            if (field.Required)
                errors.Required(path);
            return;
        }
        if (field.In.Count > 0 && value.TryText(out var text) && !field.In.Contains(text, StringComparer.Ordinal))
            errors.NotSupported(path, value, field.In);
        Range(field, value, path);
        if (field.Format is { } format)
            Formats.Check(format, path, value!, errors);
        Inside(field.Type, value, path);
    }

    private void Inside(SchemaType type, JsonNode? value, string path)
    {
        switch (value)
        {
            case JsonObject obj when type.Form == SchemaForm.Struct:
                Validate(type, obj, path);
                break;
            case JsonObject map when type is { Form: SchemaForm.Map, Element.Form: SchemaForm.Struct }:
                foreach (var (key, item) in map)
                    Inside(type.Element, item, $"{path}[{key}]");
                break;
            case JsonArray list when type.Element!.Form == SchemaForm.Struct:
                for (var i = 0; i < list.Count; i++)
                    Inside(type.Element, list[i], $"{path}[{i}]");
                Unique(type, list, path);
                break;
        }
    }

    /// <summary>Lists whose items have names have each name once.</summary>
    private void Unique(SchemaType type, JsonArray list, string path)
    {
        if (type.Keys is not ["name"] || type.Element!.Name is "EnvVar" || list.Count < 2)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Text("name") is { Length: > 0 } name && !seen.Add(name))
                errors.Duplicate($"{path}[{i}].name", name);
        }
    }

    private void Range(SchemaField field, JsonNode? value, string path)
    {
        if ((field.From is null && field.To is null) || !value.TryWhole(out var number))
            return;
        if (field is { From: { } from, To: { } to } && (number < from || number > to))
            errors.Invalid(path, value, $"must be between {from} and {to}, inclusive");
        else if (field.To is null && number < field.From)
            errors.Invalid(path, value, field.From == 1 ? "must be greater than zero" : $"must be greater than or equal to {field.From}");
        else if (field.From is null && number > field.To)
            errors.Invalid(path, value, $"must be less than or equal to {field.To}");
    }

    private static bool IsUnset(JsonNode? value) => value switch
    {
        null => true,
        JsonArray array => array.Count == 0,
        JsonObject => false,
        _ => value.TryText(out var text) && text.Length == 0,
    };
}
