using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Client;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary><c>pdp-control metrics</c>: what components use and how they answer, straight from the plane.</summary>
internal static class MetricsCommand
{
    private static readonly string[] _usual = ["cpu", "memory", "restarts"];

    private static readonly Option<string[]> _metric = new("--metric", "-m")
    {
        Description = "cpu, memory, restarts, network, requests, errors or latency; may be given several times. Default: the first three.",
    };

    private static readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Of this past time, such as 15m, 2h or 1d. Default: 1h." };

    public static Command Create()
    {
        var options = new ClientOptions();
        var asked = new PlaneAsked();
        var command = ClientCommand.Create(
            "metrics",
            "Shows what components use, and how they answer, asked of the plane itself: the last value and the highest.",
            options,
            async (control, parsed, ct) =>
            {
                using var plane = await asked.ConnectAsync(control, parsed, "metrics", ct);
                var answer = await plane.AskAsync("metrics/query", Question(parsed, asked.Scope(parsed)), ct);
                if (asked.IsJson(parsed))
                    await Console.Out.WriteLineAsync(answer.ToJsonString());
                else
                    Show(answer, Console.Out, Console.Error);
            },
            [.. asked.Symbols, _metric, _since]);
        options.AddTo(command);
        return command;
    }

    /// <summary>Prints an answer for people.</summary>
    internal static void Show(JsonObject answer, TextWriter output, TextWriter notes)
    {
        var series = answer["series"]!.AsArray();
        if (series.Count == 0 && answer["unavailable"] is not JsonArray { Count: > 0 })
            notes.WriteLine("Nothing is known of that time: there are no samples yet, or no such component.");
        TextTable.Write(output, ["METRIC", "OF", "LAST", "HIGHEST", "UNIT"], [.. series.Select(one => new[]
        {
            $"{one!["metric"]} {one["kind"]}", Whose(one), Number(one["points"]!.AsArray().LastOrDefault()?[1]),
            Number(one["points"]!.AsArray().MaxBy(point => (double)point![1]!)?[1]), (string?)one["unit"] ?? "",
        })]);
        foreach (var missing in answer["unavailable"]?.AsArray() ?? [])
            notes.WriteLine($"{missing!["metric"]} cannot be told: {missing["reason"]}");
        if ((bool?)answer["partial"] == true)
            notes.WriteLine("There are more containers than were answered: name a component.");
    }

    private static JsonObject Question(ParseResult parsed, JsonObject scope) => new()
    {
        ["metrics"] = new JsonArray([.. (parsed.GetValue(_metric) is { Length: > 0 } chosen ? chosen : _usual).Select(name => (JsonNode)name)]),
        ["startTime"] = (TimeProvider.System.GetUtcNow() - Past.Read(parsed.GetValue(_since) ?? "1h")).ToString("O"),
        ["searchScope"] = scope,
    };

    private static string Whose(JsonNode series)
    {
        var labels = (series["labels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}");
        return series["source"] is { } source
            ? string.Join(' ', labels.Prepend($"{source["component"]}/{source["pod"]}/{source["container"]}"))
            : string.Join(' ', labels);
    }

    private static string Number(JsonNode? value) => value is null ? "-" : ((double)value).ToString("0.####", CultureInfo.InvariantCulture);
}
