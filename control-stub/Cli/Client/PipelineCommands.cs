using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control pipelines</c>.</summary>
internal static class PipelineCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var name = new Argument<string>("pipeline") { Description = "The pipeline: ORGANIZATION/PIPELINE." };
        var file = new Option<string>("--file", "-f") { Description = "Its document, YAML or JSON: projects, allowTags, environments; - reads standard input.", Required = true };
        var json = ClientCommand.JsonOption();
        string One(ParseResult parsed) => $"/api/v1/pipelines/{ComponentName.Path(parsed.GetRequiredValue(name), 2, "ORGANIZATION/PIPELINE")}";

        var command = new Command("pipelines", "The environments that releases go through, and who lets them pass.")
        {
            ClientCommand.Create("list", "Lists pipelines.", options, (c, p, ct) => ListAsync(c, p.GetValue(json), ct), json),
            ClientCommand.Create("show", "Shows a pipeline.", options, async (c, p, ct) => await Console.Out.WriteLineAsync((await c.GetAsync(One(p), ct)).Pretty()), name),
            ClientCommand.Create(
                "put", "Puts a pipeline in the place of the one of that name.", options,
                async (c, p, ct) =>
                {
                    await c.SendAsync(HttpMethod.Put, One(p), await DocumentFiles.ReadAsync([p.GetRequiredValue(file)], ct), ct);
                    await Console.Out.WriteLineAsync($"pipeline/{p.GetRequiredValue(name)} put");
                },
                name,
                file),
            ClientCommand.Create("delete", "Forgets a pipeline; what runs goes on.", options, (c, p, ct) => c.SendAsync(HttpMethod.Delete, One(p), null, ct), name),
        };
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, bool json, CancellationToken cancellationToken)
    {
        var pipelines = await PagedList.AllAsync(client, "/api/v1/pipelines?limit=1000", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(pipelines.Pretty());
        else
            TextTable.Write(Console.Out, ["PIPELINE", "PROJECTS", "ENVIRONMENTS"], [.. pipelines.Select(p => new[]
            {
                $"{p!["organization"]}/{p["name"]}",
                p["projects"] is JsonArray { Count: > 0 } projects ? string.Join(",", projects.Select(x => (string?)x)) : "*",
                string.Join(" → ", ((JsonArray)p["environments"]!).Select(Stage)),
            })]);
    }

    private static string Stage(JsonNode? stage) =>
        $"{stage!["name"]}@{string.Join("+", ((JsonArray)stage["planes"]!).Select(p => (string?)p))}{(stage["approvals"] is { } approvals ? $" ({approvals["count"]} {approvals["role"]})" : "")}";
}
