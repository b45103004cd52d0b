using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control keys</c>.</summary>
internal static class KeyCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var file = new Argument<string>("file") { Description = "A bootstrap bundle, a JWK, a JWK set, or a PEM key of P-256." };
        var key = new Argument<string>("key") { Description = "intents or tokens: the key before the one that signs now; otherwise the id of a former key." };
        var kind = new Argument<string>("kind") { Description = "What the key signs: intents, or tokens for the agents' observability API." };
        var force = new Option<bool>("--force") { Description = "Also while planes do not know it: those refuse what it signs until they are told." };
        var json = ClientCommand.JsonOption();
        var command = new Command("keys", "The keys that sign intents, and those that did.")
        {
            ClientCommand.Create("list", "Lists keys.", options, (client, parsed, ct) => ListAsync(client, parsed.GetValue(json), ct), json),
            ClientCommand.Create(
                "import-public",
                "Believes what a control plane that was lost signed: its public key verifies what planes hand over, and is in every new bundle until it is retired.",
                options,
                async (client, parsed, ct) =>
                {
                    foreach (var key in PublicKeyFile.Read(parsed.GetRequiredValue(file)))
                        await Console.Out.WriteLineAsync($"{(string?)JsonNode.Parse(await client.SendAsync(HttpMethod.Post, "/api/v1/keys", JsonContent.Create(key), ct))!["kid"]} imported");
                },
                file),
            ClientCommand.Create("trust", "Shows what agents are told to believe, and which planes do not know it yet.", options, (client, _, ct) => ShowTrustAsync(client, ct)),
            ClientCommand.Create(
                "rotate",
                "Makes a new key and announces it: agents believe both from then on.",
                options,
                (client, parsed, ct) => TurnAsync(client, parsed.Part(kind), "rotate", false, ct),
                kind),
            ClientCommand.Create(
                "activate",
                "Puts the announced key to work. Refused while planes that are connected, or were not long ago, do not know it.",
                options,
                (client, parsed, ct) => TurnAsync(client, parsed.Part(kind), "activate", parsed.GetValue(force), ct),
                kind,
                force),
            ClientCommand.Create(
                "retire",
                "Has a key believed no more. Refused while an intent is signed by it: 'planes resign' first.",
                options,
                (client, parsed, ct) => parsed.GetRequiredValue(key) is "intents" or "tokens"
                    ? TurnAsync(client, parsed.Part(key), "retire", parsed.GetValue(force), ct)
                    : client.SendAsync(HttpMethod.Delete, $"/api/v1/keys/{parsed.Part(key)}", null, ct),
                key,
                force),
        };
        options.AddTo(command);
        return command;
    }

    /// <summary><c>pdp-control authority</c>.</summary>
    public static Command Authority()
    {
        const string kind = "authority";
        var options = new ClientOptions();
        var force = new Option<bool>("--force") { Description = "Also while planes need the old one: those need a new bundle then." };
        var command = new Command(kind, "The authority that agents pin: it issues the certificates of their listener and of agents.")
        {
            ClientCommand.Create("rotate", "Makes a new one and announces it: agents believe both.", options, (client, _, ct) => TurnAsync(client, kind, "rotate", false, ct)),
            ClientCommand.Create(
                "activate", "Has the announced one issue. Refused while planes do not know it.", options,
                (client, parsed, ct) => TurnAsync(client, kind, "activate", parsed.GetValue(force), ct), force),
            ClientCommand.Create(
                "retire", "Has the one before believed no more. Refused while agents have certificates of it.", options,
                (client, parsed, ct) => TurnAsync(client, kind, "retire", parsed.GetValue(force), ct), force),
        };
        options.AddTo(command);
        return command;
    }

    private static async Task TurnAsync(ApiClient client, string kind, string turn, bool force, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/trust/{kind}/{turn}{(force ? "?force=true" : "")}";
        Print(JsonNode.Parse(await client.SendAsync(HttpMethod.Post, path, null, cancellationToken))!);
    }

    private static async Task ShowTrustAsync(ApiClient client, CancellationToken cancellationToken) =>
        Print(await client.GetAsync("/api/v1/trust", cancellationToken));

    private static void Print(JsonNode trust)
    {
        TextTable.Write(Console.Out, ["KIND", "KEY", "STATE", "SINCE"], [.. ((JsonArray)trust["items"]!).Select(a => new[]
        {
            (string?)a!["kind"] ?? "", (string?)a["id"] ?? "", (string?)a["state"] ?? "", (string?)a["createdAt"] ?? "",
        })]);
        var lacking = (JsonArray)trust["lacking"]!;
        Console.Out.WriteLine($"version {trust["version"]}, {(lacking.Count == 0 ? "known to every plane" : $"not known yet to {string.Join(", ", lacking)}")}");
    }

    private static async Task ListAsync(ApiClient client, bool json, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync("/api/v1/keys", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(answer.Pretty());
        else
            TextTable.Write(Console.Out, ["KEY", "USE", "SINCE"], [.. ((JsonArray)answer["items"]!).Select(k => new[]
            {
                (string?)k!["kid"] ?? "", (string?)k["use"] ?? "", (string?)k["createdAt"] ?? "",
            })]);
    }
}
