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
        var kid = new Argument<string>("kid") { Description = "Id of the key." };
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
            ClientCommand.Create(
                "retire",
                "Believes a former key no more. Refused while an intent is signed by it: 'planes resign' first. New bundles are without it.",
                options,
                (client, parsed, ct) => client.SendAsync(HttpMethod.Delete, $"/api/v1/keys/{parsed.Part(kid)}", null, ct),
                kid),
        };
        options.AddTo(command);
        return command;
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
