using System.CommandLine;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control grants</c>.</summary>
internal static class GrantCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var user = new Argument<string>("user") { Description = "Name of the user." };
        var role = new Argument<string>("role") { Description = $"{string.Join(", ", Roles.Names)}; each may do all that the ones before it may." };
        var organization = new Option<string>("--organization", "-o") { Description = "The organization; '*' for all.", Required = true };
        var project = new Option<string>("--project") { Description = "The project; '*', the default, for all of the organization.", DefaultValueFactory = _ => Scope.Any };
        var command = new Command("grants", "What users may do, and where.")
        {
            ClientCommand.Create(
                "list",
                "Lists what a user was granted.",
                options,
                async (client, parsed, ct) => TextTable.Write(
                    Console.Out,
                    ["ROLE", "ORGANIZATION", "PROJECT"],
                    [.. ((JsonArray)(await client.GetAsync($"/api/v1/users/{parsed.Part(user)}", ct))["grants"]!).Select(g => new[]
                    {
                        (string?)g!["role"] ?? "", (string?)g["organization"] ?? "", (string?)g["project"] ?? "",
                    })]),
                user),
            ClientCommand.Create(
                "add",
                "Gives a user a role, in the place of one on the same organization and project.",
                options,
                (client, parsed, ct) => client.SendAsync(
                    HttpMethod.Put, Path(parsed, user, organization, project), JsonContent.Create(new JsonObject { ["role"] = parsed.GetRequiredValue(role) }), ct),
                user,
                role,
                organization,
                project),
            ClientCommand.Create(
                "remove",
                "Takes the role that a user has on an organization and project.",
                options,
                (client, parsed, ct) => client.SendAsync(HttpMethod.Delete, Path(parsed, user, organization, project), null, ct),
                user,
                organization,
                project),
        };
        options.AddTo(command);
        return command;
    }

    /// <summary>A grant in a word: <c>developer on acme/shop</c>.</summary>
    public static string Line(JsonNode? grant) => $"{grant!["role"]} on {grant["organization"]}/{grant["project"]}";

    private static string Path(ParseResult parsed, Argument<string> user, Option<string> organization, Option<string> project) =>
        $"/api/v1/users/{parsed.Part(user)}/grants/{Uri.EscapeDataString(parsed.GetRequiredValue(organization))}/{Uri.EscapeDataString(parsed.GetRequiredValue(project))}";
}
