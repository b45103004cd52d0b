using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>Prints log lines: for people, or as they came for scripts.</summary>
/// <param name="isJson">Whether scripts read it.</param>
/// <param name="output">Where lines go.</param>
/// <param name="notes">Where remarks go that are no lines.</param>
internal sealed class LogPrinter(bool isJson, TextWriter output, TextWriter notes)
{
    private readonly HashSet<string> _printed = [];

    /// <summary>Prints lines of the past, the earliest first.</summary>
    public async Task PastAsync(PlaneClient plane, JsonObject search, CancellationToken cancellationToken)
    {
        var answer = await plane.AskAsync("logs/query", search, cancellationToken);
        foreach (var line in answer["logs"]!.AsArray().Reverse())
        {
            Line(line!);
            _printed.Add(Key(line!));
        }

        if ((bool?)answer["partial"] == true)
            await notes.WriteLineAsync("There was too much to look through: this is not all. Narrow the search or --since.");
    }

    /// <summary>Prints a line that has just come, unless it was printed as one of the past.</summary>
    public void Live(JsonNode line)
    {
        if (_printed.Count == 0 || !_printed.Remove(Key(line)))
            Line(line);
    }

    /// <summary>Lines are missing here.</summary>
    public void Gap(long? missed) => Note(missed is { } lines ? $"{lines} lines were missed here: they came faster than they were read" : "lines were missed here");

    /// <summary>Says something between the lines.</summary>
    public void Note(string text) => notes.WriteLine($"--- {text} ---");

    private void Line(JsonNode line)
    {
        if (isJson)
        {
            output.WriteLine(line.ToJsonString());
            return;
        }

        if ((long?)line["missing"] is { } missing)
        {
            output.WriteLine($"{line["timestamp"]}  --- {missing} lines are missing here: {Printable((string?)line["message"])} ---");
            return;
        }

        output.WriteLine($"{line["timestamp"]} {Level(line),-7} {line["component"]}/{line["pod"]}/{line["container"]}  {Printable((string?)line["message"])}{Fields(line)}");
    }

    private static string Level(JsonNode line) => (string?)line["level"] is { } level and not "unknown" ? level : "";

    private static string Fields(JsonNode line) => line["fields"] is JsonObject fields
        ? string.Concat(fields.Select(field => $" {Printable(field.Key)}={Printable(field.Value?.ToString())}"))
        : "";

    // A line of a customer's program must not move the cursor of whoever reads it.
    private static string Printable(string? text) =>
        text is null ? "" : string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));

    private static string Key(JsonNode line) => $"{line["timestamp"]} {line["pod"]} {line["container"]} {line["message"]}";
}
