using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>Holds a custom resource to its schema and reports everything that is wrong with it.</summary>
internal sealed class StructuralValidator(ErrorList errors)
{
    public static void Validate(StructuralSchema schema, JsonObject obj, ErrorList errors)
    {
        var validator = new StructuralValidator(errors);
        validator.Object(schema, obj, "");
        validator.Combined(schema, obj, "");
    }

    private void Value(StructuralSchema schema, JsonNode? value, string path)
    {
        if (value is null)
        {
            if (!schema.Nullable && schema.Type is not null)
                errors.Invalid(path, "null", $"{path} in body must be of type {schema.Type}: \"null\"");
            return;
        }
        if (!TypeFits(schema, value, path))
            return;
        switch (value)
        {
            case JsonObject obj:
                Object(schema, obj, path);
                break;
            case JsonArray array:
                Array(schema, array, path);
                break;
            default:
                ScalarRules.Check(schema, value, path, errors);
                break;
        }
        Combined(schema, value, path);
        if (schema.Source.Array("enum") is { } allowed && !allowed.Any(a => JsonEquality.Same(a, value)))
            errors.NotSupported(path, value, allowed.Select(a => a.Text() ?? JsonText.Compact(a)));
    }

    private void Object(StructuralSchema schema, JsonObject obj, string path)
    {
        foreach (var name in schema.Required)
        {
            if (!obj.ContainsKey(name))
                errors.Required(Join(path, name));
        }
        foreach (var (key, value) in obj)
        {
            if (path.Length == 0 && key is "apiVersion" or "kind" or "metadata")
                continue;
            if ((schema.Properties.GetValueOrDefault(key) ?? schema.Values) is { } known)
                Value(known, value, Join(path, key));
        }
        Count(schema, obj.Count, "Properties", "properties", path);
    }

    private void Array(StructuralSchema schema, JsonArray array, string path)
    {
        Count(schema, array.Count, "Items", "items", path);
        for (var i = 0; i < array.Count; i++)
        {
            if (schema.Items is { } items)
                Value(items, array[i], $"{path}[{i}]");
        }
        Unique(schema, array, path);
    }

    private void Unique(StructuralSchema schema, JsonArray array, string path)
    {
        var keys = schema.Source.Text("x-kubernetes-list-type") switch
        {
            "map" => (schema.Source.Array("x-kubernetes-list-map-keys") ?? []).Select(k => k.Text() ?? "").ToList(),
            "set" => [],
            _ => null,
        };
        if (keys is null)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < array.Count; i++)
        {
            JsonNode? id = keys.Count == 0
                ? array[i]?.DeepClone()
                : new JsonObject(keys.Select(k => KeyValuePair.Create(k, array[i].At(k)?.DeepClone())));
            if (!seen.Add(JsonText.Compact(id)))
                errors.Duplicate($"{path}[{i}]", id);
        }
    }

    private void Count(StructuralSchema schema, int count, string what, string plural, string path)
    {
        if (schema.Source.Long($"min{what}") is { } min && count < min)
            errors.Invalid(path, count, $"{path} in body should have at least {min} {plural}");
        if (schema.Source.Long($"max{what}") is { } max && count > max)
            errors.TooMany(path, count, (int)Math.Min(max, int.MaxValue));
    }

    private void Combined(StructuralSchema schema, JsonNode value, string path)
    {
        foreach (var part in schema.AllOf)
            Value(part, value, path);
        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(s => Holds(s, value, path)))
            errors.Invalid(path, Short(value), $"{path} in body must validate at least one schema (anyOf)");
        if (schema.OneOf.Count > 0 && schema.OneOf.Count(s => Holds(s, value, path)) != 1)
            errors.Invalid(path, Short(value), $"{path} in body must validate one and only one schema (oneOf)");
        if (schema.Not is { } not && Holds(not, value, path))
            errors.Invalid(path, Short(value), $"{path} in body must not validate the schema (not)");
    }

    private static bool Holds(StructuralSchema schema, JsonNode value, string path)
    {
        var found = new ErrorList();
        new StructuralValidator(found).Value(schema, value, path);
        return found.Count == 0;
    }

    private bool TypeFits(StructuralSchema schema, JsonNode value, string path)
    {
        var fits = schema.IsIntOrString ? value.TryWhole(out _) || value.TryText(out _) : schema.Type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.TryText(out _),
            "integer" => value.TryWhole(out _),
            "number" => value.TryReal(out _),
            "boolean" => value.TryFlag(out _),
            _ => true,
        };
        if (!fits)
        {
            var expected = schema.IsIntOrString ? "integer,string" : schema.Type;
            errors.TypeInvalid(path, Got(value), $"{path} in body must be of type {expected}: \"{Got(value)}\"");
        }
        return fits;
    }

    private static string Got(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when value.TryText(out _) => "string",
        _ when value.TryFlag(out _) => "boolean",
        _ when value.TryWhole(out _) => "integer",
        _ => "number",
    };

    private static JsonNode? Short(JsonNode value) => value is JsonValue ? value : Got(value);

    private static string Join(string path, string key) =>
        path.Length == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{path}.{key}");
}
