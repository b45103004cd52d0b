using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control intents</c>.</summary>
internal static class IntentCommands
{
    private static readonly (string Verb, string Description)[] _states =
    [
        ("suspend", "Scales to zero, everything kept."),
        ("resume", "Makes it Active again, from whatever state."),
        ("restart", "Restarts its pods, by an ordinary rollout."),
        ("pause", "Lets all of it stand still: nothing is rolled out, nothing put back."),
        ("unpause", "Ends a pause."),
        ("retry", "Gives it a new generation, so that a plane that refused it or rolled it back tries again."),
    ];

    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var id = new Argument<string>("intent") { Description = "Id of the intent." };
        var file = new Option<string>("--file", "-f") { Description = "The document, JSON or YAML; - reads standard input.", Required = true };
        var volumes = new Option<bool>("--delete-volumes") { Description = "Delete persistent volume claims too. They are kept otherwise." };
        var json = ClientCommand.JsonOption();
        string One(ParseResult parsed) => $"/api/v1/planes/{parsed.Part(plane)}/intents/{parsed.Part(id)}";
        string Volumes(ParseResult parsed) => parsed.GetValue(volumes) ? "?deleteVolumes=true" : "";

        var command = new Command("intents", "What should run on a plane, and what its agent says of it.")
        {
            ClientCommand.Create("list", "Lists intents with their phase.", options, (c, p, ct) => ListAsync(c, p.Part(plane), p.GetValue(json), ct), plane, json),
            ClientCommand.Create(
                "get", "Shows an intent whole.", options, async (c, p, ct) => await Console.Out.WriteLineAsync((await c.GetAsync(One(p), ct)).Pretty()), plane, id),
            ClientCommand.Create(
                "put",
                "Puts an intent as a whole.",
                options,
                async (c, p, ct) => Print(await c.SendAsync(HttpMethod.Put, One(p), await DocumentFiles.ReadAsync([p.GetRequiredValue(file)], ct), ct)),
                plane,
                id,
                file),
            ClientCommand.Create(
                "delete", "Asks for all it made to be pruned.", options,
                async (c, p, ct) => Print(await c.SendAsync(HttpMethod.Delete, One(p) + Volumes(p), null, ct)), plane, id, volumes),
            ClientCommand.Create(
                "undeploy", "Prunes all it made; the intent stays and can be resumed.", options,
                async (c, p, ct) => Print(await c.SendAsync(HttpMethod.Post, $"{One(p)}/undeploy{Volumes(p)}", null, ct)), plane, id, volumes),
        };
        foreach (var (verb, description) in _states)
            command.Add(ClientCommand.Create(
                verb, description, options, async (c, p, ct) => Print(await c.SendAsync(HttpMethod.Post, $"{One(p)}/{verb}", null, ct)), plane, id));
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, string plane, bool json, CancellationToken cancellationToken)
    {
        var intents = await PagedList.AllAsync(client, $"/api/v1/planes/{plane}/intents?limit=1000&removed=true", cancellationToken);
        if (json)
        {
            await Console.Out.WriteLineAsync(intents.Pretty());
            return;
        }

        TextTable.Write(Console.Out, ["INTENT", "GENERATION", "STATE", "DELIVERY", "PHASE", "RUNNING", "MESSAGE"], [.. intents.Select(i => new[]
        {
            (string?)i!["id"] ?? "", $"{i["generation"]}", (bool)i["removed"]! ? "Removed" : (string?)i["state"] ?? "", (string?)i["delivery"] ?? "",
            (string?)i["status"]?["phase"] ?? "-", (string?)i["status"]?["runningRelease"] ?? "-", (string?)i["status"]?["message"] ?? "",
        })]);
    }

    /// <summary>Prints what a change came to.</summary>
    public static void Print(string answer)
    {
        var change = JsonNode.Parse(answer)!;
        Console.Out.WriteLine($"{change["id"]} {change["result"]} (generation {change["generation"]})");
        foreach (var note in (JsonArray?)change["notes"] ?? [])
            Console.Out.WriteLine($"note: {ApiClient.Finding(note!)}");
    }
}
