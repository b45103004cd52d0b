using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Pdp.Protocol.Intents;

/// <summary>
/// The language of templates, whole: <c>${name}</c> stands for a value, <c>${name|function}</c> for one that is written for where it stands,
/// and <c>$${</c> for <c>${</c> itself. Everything else is text.
/// </summary>
public sealed class TemplateText
{
    private const string Opening = "${";
    private const string Escape = "$${";

    /// <summary>The functions by the words they have in a text.</summary>
    public static IReadOnlyDictionary<string, TemplateFunction> Functions { get; } = new Dictionary<string, TemplateFunction>
    {
        ["urlEncode"] = TemplateFunction.UrlEncode,
        ["base64"] = TemplateFunction.Base64,
        ["jsonString"] = TemplateFunction.JsonString,
    }.ToFrozenDictionary();

    private TemplateText(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    /// <summary>The text in order: literal parts and values.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>The names of the values in it.</summary>
    public IEnumerable<string> Names => Parts.Select(part => part.Name).OfType<string>().Distinct();

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="template">What it says; null when it has errors.</param>
    /// <param name="problem">What to change, and at which character, counted from 1; never repeats the text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TemplateText? template, [NotNullWhen(false)] out string? problem)
    {
        var parts = new List<TemplatePart>();
        (template, problem) = (null, null);
        for (var at = 0; at < text.Length;)
        {
            var opens = text.IndexOf(Opening, at, StringComparison.Ordinal);
            if (opens < 0) opens = text.Length;
            var isEscaped = opens > at && opens < text.Length && string.CompareOrdinal(text, opens - 1, Escape, 0, Escape.Length) == 0;
            if (opens > at) parts.Add(TemplatePart.Text(isEscaped ? text[at..(opens - 1)] + Opening : text[at..opens]));
            at = opens + (opens < text.Length ? Opening.Length : 0);
            if (isEscaped || opens == text.Length) continue;
            if (Value(text, at, out var closes, out problem) is not { } value)
            {
                problem = $"at character {opens + 1}: {problem}";
                return false;
            }
            parts.Add(value);
            at = closes + 1;
        }
        template = new TemplateText(parts);
        return true;
    }

    private static TemplatePart? Value(string text, int at, out int closes, out string problem)
    {
        closes = text.IndexOf('}', at);
        problem = "'${' has no '}' after it; write '$${' for the characters themselves";
        if (closes < 0) return null;
        var words = text[at..closes].Split('|');
        var function = TemplateFunction.None;
        problem = $"must be ${{name}} or ${{name|function}} with one of the functions {string.Join(", ", Functions.Keys.Order(StringComparer.Ordinal))}";
        if (words.Length > 2 || words[0].Length == 0 || (words.Length == 2 && !Functions.TryGetValue(words[1], out function))) return null;
        return TemplatePart.Value(words[0], function);
    }
}

/// <summary>A part of a template: literal text, or a value.</summary>
/// <param name="Literal">The text; null for a value.</param>
/// <param name="Name">The value's name; null for text.</param>
/// <param name="Function">How the value is written.</param>
public sealed record TemplatePart(string? Literal, string? Name, TemplateFunction Function)
{
    /// <summary>Literal text.</summary>
    public static TemplatePart Text(string literal) => new(literal, null, TemplateFunction.None);

    /// <summary>A value.</summary>
    public static TemplatePart Value(string name, TemplateFunction function) => new(null, name, function);
}

/// <summary>How a value is written into a template.</summary>
public enum TemplateFunction
{
    /// <summary>As it is; it must be text.</summary>
    None,

    /// <summary>With everything but letters, digits, <c>-._~</c> as <c>%XX</c> (RFC 3986); it must be text.</summary>
    UrlEncode,

    /// <summary>Its bytes as base64 (RFC 4648).</summary>
    Base64,

    /// <summary>Escaped for the inside of a JSON string, the quotes being the template's own; it must be text.</summary>
    JsonString,
}
