using System.CommandLine;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control events</c>.</summary>
internal static class EventsCommand
{
    private static readonly TimeSpan _reconnect = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Option<string?>("--plane", "-p") { Description = "Only of this plane." };
        var intent = new Option<string?>("--intent", "-i") { Description = "Only of this intent." };
        var after = new Option<long>("--after") { Description = "Begin after the event of this number; 0, the default, is the start of the history." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens, until stopped; reconnects by itself." };
        var json = new Option<bool>("--json") { Description = "Print each event as the API sends it, one a line." };
        var command = ClientCommand.Create(
            "events",
            "Prints what happened.",
            options,
            async (client, parsed, ct) =>
            {
                var query = $"{Filter("plane", parsed.GetValue(plane))}{Filter("intent", parsed.GetValue(intent))}";
                void Show(JsonNode e) => Console.Out.WriteLine(parsed.GetValue(json) ? e.ToJsonString() : Line(e));
                var position = await PrintHistoryAsync(client, query, parsed.GetValue(after), Show, ct);
                while (parsed.GetValue(follow) && !ct.IsCancellationRequested)
                    position = await FollowAsync(client, query, position, Show, ct);
            },
            plane,
            intent,
            after,
            follow,
            json);
        options.AddTo(command);
        return command;
    }

    private static async Task<long> PrintHistoryAsync(ApiClient client, string query, long position, Action<JsonNode> show, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await client.GetAsync($"/api/v1/events?limit=1000&after={position}{query}", cancellationToken);
            foreach (var item in (JsonArray)page["items"]!)
                show(item!);
            position = (long)page["next"]!;
            if (position >= (long)page["newest"]!)
                return position;
        }
    }

    private static async Task<long> FollowAsync(ApiClient client, string query, long position, Action<JsonNode> show, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.StreamAsync($"/api/v1/events?after={position}{query}", "text/event-stream", cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
            {
                show(JsonNode.Parse(item.Data)!);
                if (long.TryParse(item.EventId, out var number))
                    position = number;
            }
        }
        catch (Exception e) when (e is IOException or CliException { ExitCode: ExitCodes.Unreachable })
        {
            await Console.Error.WriteLineAsync("The control plane is away; trying again.");
        }

        await Task.Delay(_reconnect, TimeProvider.System, cancellationToken);
        return position;
    }

    private static string Filter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string Line(JsonNode e)
    {
        var data = e["data"] as JsonObject ?? [];
        var more = string.Join(' ', data.Where(p => p.Value is JsonValue && p.Key is not "hash").Select(p => $"{p.Key}={p.Value}"));
        return e["type"] is null
            ? $"gap: events {e["from"]} to {e["to"]} are not kept any more"
            : $"{e["at"]}  {e["plane"]}{(e["intent"] is { } intent ? $"/{intent}" : "")}  {e["type"]}  {more}";
    }
}
