using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Client;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>What happened at a plane, as the plane itself tells it: the cluster's events and the agent's own.</summary>
internal static class PlaneEvents
{
    /// <summary>Asks for them and prints them, the earliest first.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="past">Of how long.</param>
    /// <param name="isJson">Whether scripts read it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">There is no answer.</exception>
    public static async Task PrintAsync(PlaneClient plane, JsonObject scope, TimeSpan past, bool isJson, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["startTime"] = (TimeProvider.System.GetUtcNow() - past).ToString("O"),
            ["limit"] = 1000,
            ["sortOrder"] = "desc",
            ["searchScope"] = scope,
        };
        var answer = await plane.AskAsync("events/query", body, cancellationToken);
        var events = answer["events"]!.AsArray().Reverse().ToList();
        if (isJson)
        {
            foreach (var one in events)
                await Console.Out.WriteLineAsync(one!.ToJsonString());
            return;
        }

        TextTable.Write(Console.Out, ["LAST", "TIMES", "TYPE", "REASON", "OF", "MESSAGE"], [.. events.Select(one => new[]
        {
            (string?)one!["timestamp"] ?? "", one["count"]?.ToString() ?? "", (string?)one["type"] ?? "", (string?)one["reason"] ?? "",
            $"{one["component"]} {one["kind"]}/{one["name"]}".Trim(), ((string?)one["message"] ?? "").ReplaceLineEndings(" "),
        })]);
        if (answer["nextCursor"] is not null)
            await Console.Error.WriteLineAsync("There are earlier ones: narrow the question or --since.");
    }
}
