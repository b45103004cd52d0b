using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.Protocol;

/// <summary>
/// Holds a document to the contract of its record before it is deserialised: every missing, null or wrong-typed field at once,
/// each with its path. The contract is the serialiser's own, so there is nothing here that could disagree with the records.
/// </summary>
public sealed class JsonShape
{
    /// <summary>Most errors listed; a document this wrong is not helped by more.</summary>
    public const int MostErrors = 20;

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> _names = new();

    private readonly List<FieldError> _errors = [];
    private readonly bool _refuseUnknown;

    private JsonShape(bool refuseUnknown) => _refuseUnknown = refuseUnknown;

    /// <summary>What is wrong with <paramref name="element"/>; empty when it deserialises.</summary>
    /// <param name="element">The document.</param>
    /// <param name="contract">The record's contract.</param>
    /// <param name="refuseUnknown">Whether a field the contract does not know is an error or ignored.</param>
    public static IReadOnlyList<FieldError> Check(JsonElement element, JsonTypeInfo contract, bool refuseUnknown = false)
    {
        var shape = new JsonShape(refuseUnknown);
        shape.Value(element, contract.Type, contract, "");
        return shape._errors;
    }

    private void Value(JsonElement element, Type type, JsonTypeInfo contract, string path)
    {
        if (_errors.Count >= MostErrors) return;
        switch (contract.Kind)
        {
            case JsonTypeInfoKind.Object:
                Object(element, contract, path);
                break;
            case JsonTypeInfoKind.Enumerable:
                List(element, contract, path);
                break;
            default:
                if (ScalarRule(element, Nullable.GetUnderlyingType(type) ?? type, contract.Options) is { } rule) _errors.Add(new(path, rule));
                break;
        }
    }

    private void Object(JsonElement element, JsonTypeInfo contract, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(new(path, "must be an object"));
            return;
        }
        foreach (var property in contract.Properties)
        {
            var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!element.TryGetProperty(property.Name, out var value))
            {
                if (IsRequired(property)) _errors.Add(new(at, "is missing"));
            }
            else if (value.ValueKind == JsonValueKind.Null && !TakesAnything(property.PropertyType))
            {
                if (!TakesNull(property)) _errors.Add(new(at, "must not be null"));
            }
            else
            {
                Value(value, property.PropertyType, contract.Options.GetTypeInfo(property.PropertyType), at);
            }
        }
        if (_refuseUnknown) RefuseUnknown(element, contract, path);
    }

    // The name is not repeated: a value pasted into the place of a name must not travel on in an error.
    private void RefuseUnknown(JsonElement element, JsonTypeInfo contract, string path)
    {
        var known = contract.Properties.Count(p => element.TryGetProperty(p.Name, out _));
        if (element.EnumerateObject().Count() > known)
            _errors.Add(new(path, $"may only have the fields {string.Join(", ", contract.Properties.Select(p => p.Name))}"));
    }

    private void List(JsonElement element, JsonTypeInfo contract, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            _errors.Add(new(path, "must be a list"));
            return;
        }
        var items = contract.Options.GetTypeInfo(contract.ElementType!);
        var index = 0;
        foreach (var item in element.EnumerateArray()) Value(item, contract.ElementType!, items, $"{path}[{index++}]");
    }

    private static string? ScalarRule(JsonElement element, Type type, JsonSerializerOptions options) => type switch
    {
        _ when TakesAnything(type) => null,
        _ when type == typeof(string) => IsText(element) ? null : "must be a string of valid Unicode",
        _ when type == typeof(bool) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
        _ when type == typeof(int) => IsNumber(element) && element.TryGetInt32(out _) ? null : "must be a whole number of 32 bits",
        _ when type == typeof(long) => IsNumber(element) && element.TryGetInt64(out _) ? null : "must be a whole number of 64 bits",
        _ when type == typeof(double) => IsNumber(element) && IsFinite(element) ? null : "must be a number",
        _ when type == typeof(DateTimeOffset) => IsTime(element) ? null : "must be a time in ISO 8601",
        _ when type.IsEnum => EnumRule(element, type, options),
        _ => throw new NotSupportedException($"No rule for a field of type {type}: add one beside the others."),
    };

    private static string? EnumRule(JsonElement element, Type type, JsonSerializerOptions options)
    {
        var names = _names.GetOrAdd(
            type, static (t, from) => [.. Enum.GetValues(t).Cast<object>().Select(v => EnumName(v, from.GetTypeInfo(t)))], options);
        return IsText(element) && names.Contains(element.GetString()!) ? null : $"must be one of {string.Join(", ", names)}";
    }

    private static string EnumName(object value, JsonTypeInfo contract) => JsonSerializer.SerializeToElement(value, contract).GetString()!;

    private static bool IsTime(JsonElement element) => IsText(element) && element.TryGetDateTimeOffset(out _);

    private static bool IsFinite(JsonElement element) => element.TryGetDouble(out var number) && double.IsFinite(number);

    private static bool IsNumber(JsonElement element) => element.ValueKind == JsonValueKind.Number;

    // An escape may name half of a surrogate pair, which is JSON but not text; the serialiser throws on it.
    /// <summary>Whether an element is a string, and one that can be had as text.</summary>
    public static bool IsText(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return false;
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TakesAnything(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement);

    /// <summary>Whether a document without this field is refused.</summary>
    // A field that may be null is left out when it is: what is nullable is optional, what is neither that nor given a default is required.
    public static bool IsRequired(JsonPropertyInfo property) =>
        !TakesNull(property)
        && (property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false });

    private static bool TakesNull(JsonPropertyInfo property) =>
        property.AssociatedParameter is { } parameter
            ? parameter.IsNullable
            : property.IsSetNullable
                && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null);
}
