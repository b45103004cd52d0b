using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Typed;

/// <summary>
/// Brings an object of a built-in kind into the one form everything behind works on, as decoding into the Go types does: types
/// checked, unknown fields and nulls dropped, zero values kept or dropped by their field, times and quantities in canonical form.
/// </summary>
internal sealed class TypedDecoder
{
    private readonly List<string> _unknown = [];
    private readonly FieldTrail _trail = new();

    /// <summary>Decodes into a new object, which begins with its type.</summary>
    /// <param name="type">The kind's structure.</param>
    /// <param name="apiVersion">The version the object is of.</param>
    /// <param name="kind">The kind the object is of.</param>
    /// <param name="source">What a client or a controller gave; not changed.</param>
    /// <param name="unknown">The paths of fields the kind does not have.</param>
    /// <exception cref="DecodeException">A value of the wrong type.</exception>
    public static JsonObject Decode(SchemaType type, string apiVersion, string kind, JsonObject source, out IReadOnlyList<string> unknown)
    {
        var decoder = new TypedDecoder();
        var result = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        decoder.Fill(type, source, result);
        unknown = decoder._unknown;
        return result;
    }

    private void Fill(SchemaType type, JsonObject source, JsonObject result)
    {
        foreach (var (key, value) in source)
        {
            if (type.Field(key) is null && (_trail.Depth > 0 || key is not ("apiVersion" or "kind")))
                _unknown.Add(_trail.With(key));
        }
        foreach (var field in type.Fields)
        {
            _trail.Push(field.Name);
            if (Value(field, source.At(field.Name), type.Name) is { } value)
                result[field.Name] = value;
            _trail.Pop();
        }
    }

    private JsonNode? Value(SchemaField field, JsonNode? value, string owner)
    {
        if (value is null)
            return field.Presence == FieldPresence.Always ? Zero(field.Type) : null;
        var decoded = Decode(field.Type, value, owner);
        return field.Presence == FieldPresence.DroppedWhenZero && IsZero(field.Type, decoded) ? null : decoded;
    }

    private JsonNode? Decode(SchemaType type, JsonNode value, string owner)
    {
        switch (type.Form)
        {
            case SchemaForm.Struct:
                var result = new JsonObject();
                Fill(type, value as JsonObject ?? throw Wrong(value, owner, type), result);
                return result;
            case SchemaForm.Map:
                return Map(type, value as JsonObject ?? throw Wrong(value, owner, type), owner);
            case SchemaForm.List:
                return List(type, value as JsonArray ?? throw Wrong(value, owner, type), owner);
            case SchemaForm.Any:
                return value.Canonical();
            default:
                return TypedScalars.Decode(type.Form, value) ?? throw Wrong(value, owner, type);
        }
    }

    private JsonObject Map(SchemaType type, JsonObject source, string owner)
    {
        var result = new JsonObject();
        foreach (var (key, value) in source)
        {
            _trail.Push(key);
            result[key] = value is null ? Zero(type.Element!) : Decode(type.Element!, value, owner);
            _trail.Pop();
        }
        return result;
    }

    private JsonArray List(SchemaType type, JsonArray source, string owner)
    {
        var result = new JsonArray();
        for (var i = 0; i < source.Count; i++)
        {
            _trail.Push(i);
            result.Add(source[i] is { } value ? Decode(type.Element!, value, owner) : Zero(type.Element!));
            _trail.Pop();
        }
        return result;
    }

    private JsonNode? Zero(SchemaType type)
    {
        switch (type.Form)
        {
            case SchemaForm.Text or SchemaForm.Bytes:
                return "";
            case SchemaForm.Flag:
                return false;
            case SchemaForm.Int32 or SchemaForm.Int64:
                return 0L;
            case SchemaForm.Real:
                return 0.0;
            case SchemaForm.Struct:
                var empty = new JsonObject();
                Fill(type, empty, empty);
                return empty;
            default:
                return null;
        }
    }

    private static bool IsZero(SchemaType type, JsonNode? value) => type.Form switch
    {
        SchemaForm.Text or SchemaForm.Bytes => value.TryText(out var text) && text.Length == 0,
        SchemaForm.Flag => value.TryFlag(out var flag) && !flag,
        SchemaForm.Int32 or SchemaForm.Int64 or SchemaForm.Real => value.TryReal(out var real) && real == 0,
        SchemaForm.List => value is JsonArray { Count: 0 },
        SchemaForm.Map => value is JsonObject { Count: 0 },
        _ => false,
    };

    private DecodeException Wrong(JsonNode value, string owner, SchemaType type) =>
        new($"json: cannot unmarshal {Kind(value)} into Go struct field {owner}.{_trail} of type {type.Name}");

    private static string Kind(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when value.TryText(out _) => "string",
        _ when value.TryFlag(out _) => "bool",
        _ => "number",
    };
}
