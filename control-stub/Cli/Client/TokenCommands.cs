using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control tokens</c>.</summary>
internal static class TokenCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var user = new Option<string?>("--user", "-u") { Description = "Whose tokens. Default: those of the user whose token is used here." };
        var name = new Option<string?>("--name") { Description = "What it is for, such as ci." };
        var days = new Option<int?>("--days") { Description = "When it ends, days from now; 90 unless told. It ends no later than the token that makes it." };
        var id = new Argument<string>("token") { Description = "Public part of the token, as 'tokens list' shows it." };
        var command = new Command("tokens", "The tokens of users.")
        {
            ClientCommand.Create("list", "Lists tokens, without what is secret of them.", options, async (client, parsed, ct) => await ListAsync(client, await UserAsync(client, parsed, user, ct), ct), user),
            ClientCommand.Create(
                "create",
                "Makes a token and prints it. It is shown this once.",
                options,
                async (client, parsed, ct) =>
                {
                    var body = new JsonObject { ["name"] = parsed.GetValue(name) ?? "" };
                    if (parsed.GetValue(days) is { } life)
                        body["expiresInDays"] = life;
                    var path = $"/api/v1/users/{await UserAsync(client, parsed, user, ct)}/tokens";
                    var answer = JsonNode.Parse(await client.SendAsync(HttpMethod.Post, path, JsonContent.Create(body), ct))!;
                    await Console.Out.WriteLineAsync((string?)answer["token"]);
                },
                user,
                name,
                days),
            ClientCommand.Create(
                "revoke",
                "Ends a token at once.",
                options,
                async (client, parsed, ct) =>
                    await client.SendAsync(HttpMethod.Delete, $"/api/v1/users/{await UserAsync(client, parsed, user, ct)}/tokens/{parsed.Part(id)}", null, ct),
                id,
                user),
        };
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, string user, CancellationToken cancellationToken)
    {
        var tokens = await client.GetAsync($"/api/v1/users/{user}/tokens", cancellationToken);
        TextTable.Write(Console.Out, ["TOKEN", "NAME", "MADE", "ENDS", "LAST USED"], [.. ((JsonArray)tokens["items"]!).Select(t => new[]
        {
            (string?)t!["id"] ?? "", (string?)t["name"] ?? "", (string?)t["createdAt"] ?? "", (string?)t["expiresAt"] ?? "never", (string?)t["lastUsedAt"] ?? "-",
        })]);
    }

    private static async Task<string> UserAsync(ApiClient client, ParseResult parsed, Option<string?> user, CancellationToken cancellationToken) =>
        Uri.EscapeDataString(parsed.GetValue(user) ?? (string)(await client.GetAsync("/api/v1/whoami", cancellationToken))["user"]!);
}
