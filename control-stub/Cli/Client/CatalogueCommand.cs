using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control catalogue</c>.</summary>
internal static class CatalogueCommand
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var search = new Argument<string?>("search") { Description = "Words that all must be found, or words that begin so.", Arity = ArgumentArity.ZeroOrOne };
        var filters = new (Option<string?> Option, string Name)[]
        {
            (new("--in") { Description = "Where words are looked for: All, Name, Label, Content." }, "in"),
            (new("--type") { Description = "What is spoken: HTTP, Grpc, GraphQL, WebSocket, TCP, UDP." }, "type"),
            (new("--visibility") { Description = "Who may call: Project, Organization, Public." }, "visibility"),
            (new("--organization", "-o") { Description = "Only of this organization." }, "organization"),
            (new("--project") { Description = "Only of this project." }, "project"),
            (new("--environment", "-e") { Description = "Only in this environment." }, "environment"),
            (new("--api-version") { Description = "Only of this major version, such as v1." }, "version"),
        };
        var component = ComponentName.Argument();
        var environment = new Argument<string>("environment") { Description = "The environment." };
        var endpoint = new Argument<string>("endpoint") { Description = "The endpoint." };
        var json = ClientCommand.JsonOption();
        var command = new Command("catalogue", "What can be called, as planes report it.")
        {
            ClientCommand.Create(
                "list",
                "Lists services, one for each major version, as its newest healthy version has it.",
                options,
                (client, parsed, ct) => ListAsync(client, Query(parsed, search, filters), parsed.GetValue(json), ct),
                [search, json, .. filters.Select(f => f.Option)]),
            ClientCommand.Create(
                "show",
                "Shows the versions of a service with their schemas.",
                options,
                async (client, parsed, ct) => await Console.Out.WriteLineAsync((await client.GetAsync(
                    $"/api/v1/catalogue/{parsed.Path(component)}/{parsed.Part(environment)}/{parsed.Part(endpoint)}", ct))["items"]!.Pretty()),
                component,
                environment,
                endpoint),
        };
        options.AddTo(command);
        return command;
    }

    private static string Query(ParseResult parsed, Argument<string?> search, (Option<string?> Option, string Name)[] filters)
    {
        var said = filters.Select(f => (f.Name, Value: parsed.GetValue(f.Option))).Append((Name: "search", Value: parsed.GetValue(search)));
        return string.Concat(said.Where(s => s.Value is not null).Select(s => $"&{s.Name}={Uri.EscapeDataString(s.Value!)}"));
    }

    private static async Task ListAsync(ApiClient client, string query, bool json, CancellationToken cancellationToken)
    {
        var services = await PagedList.AllAsync(client, $"/api/v1/catalogue?limit=1000{query}", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(services.Pretty());
        else
            TextTable.Write(Console.Out, ["SERVICE", "MAJOR", "VERSION", "HEALTHY", "TYPE", "VISIBILITY", "PROJECT", "ENVIRONMENT", "PLANE", "URL"], [.. services.Select(s => new[]
            {
                (string?)s!["name"] ?? "", (string?)s["major"] ?? "-", (string?)s["version"] ?? "-", (bool)s["healthy"]! ? "yes" : "no", (string?)s["protocol"] ?? "",
                string.Join(",", ((JsonArray)s["visibility"]!).Select(v => (string?)v)), $"{s["organization"]}/{s["project"]}", (string?)s["environment"] ?? "",
                (string?)s["plane"] ?? "", (string?)(s["urls"]?["public"] ?? s["urls"]?["organization"] ?? s["url"]) ?? "-",
            })]);
    }
}
