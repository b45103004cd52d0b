using System.Text.Json;

namespace Pdp.Protocol.Schema;

/// <summary>The rules for one string, number or boolean, each answered with what to change.</summary>
internal static class ScalarRules
{
    // Longest number shown as it was written.
    private const int LongestNumber = 24;

    /// <summary>Whether a value has an allowed type.</summary>
    public static string? TypeProblem(SchemaNode schema, JsonElement value)
    {
        if (schema.Enumeration is not null && value.ValueKind != JsonValueKind.String)
            return $"must be a string, was {Describe(value.ValueKind)}";
        if (schema.Types.Count == 0 || schema.Types.Any(type => Matches(type, value.ValueKind)))
            return null;
        return $"must be {string.Join(" or ", schema.Types.Select(Describe))}, was {Describe(value.ValueKind)}";
    }

    /// <summary>Whether a scalar of an allowed type holds the other rules.</summary>
    public static string? Problem(SchemaNode schema, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextProblem(schema, value.GetString()!),
        JsonValueKind.Number => NumberProblem(schema, value),
        _ => null,
    };

    /// <summary>Whether the name of a member holds a schema.</summary>
    public static string? NameProblem(SchemaNode schema, string name) =>
        (schema.Reference is { } reference ? NameProblem(reference, name) : null) ?? TextProblem(schema, name);

    private static string? TextProblem(SchemaNode schema, string text)
    {
        if (schema.LaterValues.Contains(text))
            return SchemaEvaluator.NotYet;
        if (schema.Enumeration is { } allowed && !allowed.Contains(text))
            return allowed.Count == 1 ? $"must be {allowed[0]}" : $"must be one of {string.Join(", ", allowed)}";

        var length = text.EnumerateRunes().Count();
        var holds = schema.Length.Hold(length);
        if (holds && schema.Pattern?.IsMatch(text) != false)
            return null;
        if (schema.Title is { } title)
            return $"must be {title}";
        return holds ? $"must match {schema.Pattern}" : $"must have {schema.Length} characters, had {length}";
    }

    private static string? NumberProblem(SchemaNode schema, JsonElement value)
    {
        if (!schema.Types.Contains("integer"))
            return null;
        var text = value.GetRawText();
        var shown = text.Length <= LongestNumber ? text : text[..LongestNumber] + "…";
        if (!value.TryGetInt64(out var number))
            return $"must be a whole number{(schema.Number == Bounds.None ? "" : $" of {schema.Number}")}, was {shown}";
        return schema.Number.Hold(number) ? null : $"must be {schema.Number}, was {shown}";
    }

    private static bool Matches(string type, JsonValueKind kind) => type switch
    {
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "integer" or "number" => kind == JsonValueKind.Number,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new InvalidOperationException($"The schema uses the type {type}, which this validator does not know."),
    };

    private static string Describe(string type) => type switch
    {
        "object" => "an object",
        "array" => "a list",
        "integer" => "a whole number",
        "boolean" => "true or false",
        _ => $"a {type}",
    };

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
