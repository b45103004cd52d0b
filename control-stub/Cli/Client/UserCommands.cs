using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control users</c> and <c>whoami</c>.</summary>
internal static class UserCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var user = new Argument<string>("user") { Description = "Name of the user." };
        var title = new Option<string?>("--display-name") { Description = "A name for people." };
        var json = ClientCommand.JsonOption();
        var command = new Command("users", "Who may operate this control plane.")
        {
            ClientCommand.Create("list", "Lists users and what they were granted.", options, (client, parsed, ct) => ListAsync(client, parsed.GetValue(json), ct), json),
            ClientCommand.Create(
                "create",
                "Adds a user, who may do nothing yet: 'grants add' says what, and 'tokens create --user' gives a token.",
                options,
                async (client, parsed, ct) =>
                {
                    var body = new JsonObject { ["name"] = parsed.GetRequiredValue(user) };
                    if (parsed.GetValue(title) is { } name)
                        body["displayName"] = name;
                    await client.SendAsync(HttpMethod.Post, "/api/v1/users", JsonContent.Create(body), ct);
                },
                user,
                title),
            ClientCommand.Create(
                "show",
                "Shows a user.",
                options,
                async (client, parsed, ct) => await Console.Out.WriteLineAsync((await client.GetAsync($"/api/v1/users/{parsed.Part(user)}", ct)).Pretty()),
                user),
            ClientCommand.Create(
                "delete",
                "Forgets a user; the tokens end at once.",
                options,
                (client, parsed, ct) => client.SendAsync(HttpMethod.Delete, $"/api/v1/users/{parsed.Part(user)}", null, ct),
                user),
        };
        options.AddTo(command);
        return command;
    }

    /// <summary><c>pdp-control whoami</c>.</summary>
    public static Command WhoAmI()
    {
        var options = new ClientOptions();
        var command = ClientCommand.Create(
            "whoami",
            "Shows whose token is used here, and what it may do.",
            options,
            async (client, _, ct) => await Console.Out.WriteLineAsync((await client.GetAsync("/api/v1/whoami", ct)).Pretty()));
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, bool json, CancellationToken cancellationToken)
    {
        var users = await PagedList.AllAsync(client, "/api/v1/users?limit=1000", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(users.Pretty());
        else
            TextTable.Write(Console.Out, ["USER", "NAME", "GRANTS"], [.. users.Select(u => new[]
            {
                (string?)u!["name"] ?? "", (string?)u["displayName"] ?? "", string.Join(", ", ((JsonArray)u["grants"]!).Select(GrantCommands.Line)),
            })]);
    }
}
