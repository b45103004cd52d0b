namespace Pdp.Core.Logs.Lines;

/// <summary>Reads lines as programs write them: JSON objects, and everything else.</summary>
public static class LineParser
{
    /// <summary>Reads a line; never fails.</summary>
    public static ParsedLine Parse(string line)
    {
        var text = PrintableText.Of(line);
        return JsonLine.TryParse(text) ?? new ParsedLine(PlainLevel.Of(text), text, null, false);
    }
}
