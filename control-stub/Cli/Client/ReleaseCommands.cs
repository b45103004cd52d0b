using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control releases</c>.</summary>
internal static class ReleaseCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var component = ComponentName.Argument();
        var within = ComponentName.Within();
        var release = new Argument<string>("release") { Description = "Name of the release." };
        var file = new Option<string>("--file", "-f") { Description = "Its document, YAML or JSON: spec, labels, annotations; - reads standard input.", Required = true };
        var json = ClientCommand.JsonOption();
        string One(ParseResult parsed) => $"/api/v1/releases/{parsed.Path(component)}/{parsed.Part(release)}";

        var command = new Command("releases", "Releases of components: kept once, never changed.")
        {
            ClientCommand.Create("list", "Lists releases.", options, (c, p, ct) => ListAsync(c, p.Query(within), p.GetValue(json), ct), within, json),
            ClientCommand.Create(
                "show", "Shows a release whole, and where it is deployed.", options,
                async (c, p, ct) => await Console.Out.WriteLineAsync((await c.GetAsync(One(p), ct)).Pretty()), component, release),
            ClientCommand.Create(
                "create", "Keeps a release; nothing runs differently until it is deployed.", options,
                async (c, p, ct) =>
                {
                    var kept = JsonNode.Parse(await c.SendAsync(HttpMethod.Put, One(p), await DocumentFiles.ReadAsync([p.GetRequiredValue(file)], ct), ct))!;
                    await Console.Out.WriteLineAsync($"release/{kept["name"]} of {kept["organization"]}/{kept["project"]}/{kept["component"]} kept");
                },
                component,
                release,
                file),
        };
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, string query, bool json, CancellationToken cancellationToken)
    {
        var releases = await PagedList.AllAsync(client, $"/api/v1/releases?limit=1000{query}", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(releases.Pretty());
        else
            TextTable.Write(Console.Out, ["COMPONENT", "RELEASE", "CREATED", "BY", "IMAGES"], [.. releases.Select(r => new[]
            {
                $"{r!["organization"]}/{r["project"]}/{r["component"]}", (string?)r["name"] ?? "", (string?)r["createdAt"] ?? "", (string?)r["author"] ?? "",
                string.Join(" ", ((JsonObject)r["images"]!).Select(i => Image(i.Key, (string?)i.Value, (string?)r["digests"]?[i.Key]))),
            })]);
    }

    private static string Image(string container, string? image, string? digest) =>
        digest is null || image!.Contains('@', StringComparison.Ordinal) ? $"{container}={image}" : $"{container}={image}@{digest}";
}
