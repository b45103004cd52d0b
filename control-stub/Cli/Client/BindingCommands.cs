using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control bindings</c>.</summary>
internal static class BindingCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var component = ComponentName.Argument();
        var within = ComponentName.Within();
        var environment = new Argument<string>("environment") { Description = "The environment." };
        var file = new Option<string>("--file", "-f") { Description = "Values, YAML or JSON: replicas, config, containers.NAME.env and resources, …; - reads standard input.", Required = true };
        var json = ClientCommand.JsonOption();
        string One(ParseResult parsed) => $"/api/v1/bindings/{parsed.Path(component)}/{parsed.Part(environment)}";

        var command = new Command("bindings", "Components in environments: what is deployed there, and what the environment says of it.")
        {
            ClientCommand.Create("list", "Lists what is deployed where.", options, (c, p, ct) => ListAsync(c, p.Query(within), p.GetValue(json), ct), within, json),
            ClientCommand.Create(
                "show", "Shows a component in an environment.", options,
                async (c, p, ct) => await Console.Out.WriteLineAsync((await c.GetAsync(One(p), ct)).Pretty()), component, environment),
            ClientCommand.Create(
                "values", "Puts the values of an environment; what is deployed there follows at once.", options,
                async (c, p, ct) => DeployCommands.Print(
                    await c.SendAsync(HttpMethod.Put, $"{One(p)}/values", await DocumentFiles.ReadAsync([p.GetRequiredValue(file)], ct), ct)),
                component,
                environment,
                file),
            ClientCommand.Create(
                "history", "Lists what was deployed there, newest first.", options,
                (c, p, ct) => HistoryAsync(c, One(p), p.GetValue(json), ct), component, environment, json),
        };
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, string query, bool json, CancellationToken cancellationToken)
    {
        var bindings = await PagedList.AllAsync(client, $"/api/v1/bindings?limit=1000{query}", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(bindings.Pretty());
        else
            TextTable.Write(Console.Out, ["COMPONENT", "ENVIRONMENT", "RELEASE", "PLANE", "PHASE", "RUNNING", "MESSAGE"], [.. bindings.SelectMany(b => Rows(b!))]);
    }

    // A line for each plane it is on.
    private static IEnumerable<string[]> Rows(JsonNode binding)
    {
        var placements = (JsonArray?)binding["placements"] ?? [];
        foreach (var placement in placements.DefaultIfEmpty())
            yield return
            [
                $"{binding["organization"]}/{binding["project"]}/{binding["component"]}", (string?)binding["environment"] ?? "", (string?)binding["release"] ?? "-",
                (string?)placement?["plane"] ?? "-", (string?)placement?["intent"]?["status"]?["phase"] ?? "-",
                (string?)placement?["intent"]?["status"]?["runningRelease"] ?? "-", (string?)placement?["intent"]?["status"]?["message"] ?? "",
            ];
    }

    private static async Task HistoryAsync(ApiClient client, string path, bool json, CancellationToken cancellationToken)
    {
        var history = await PagedList.AllAsync(client, $"{path}/history?limit=1000", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(history.Pretty());
        else
            TextTable.Write(Console.Out, ["NUMBER", "AT", "RELEASE", "HOW", "BY", "REASON"], [.. history.Select(d => new[]
            {
                $"{d!["number"]}", (string?)d["at"] ?? "", (string?)d["release"] ?? "",
                $"{d["way"]}{(d["promotion"] is { } number ? $" ({number})" : "")}", (string?)d["actor"] ?? "", (string?)d["reason"] ?? "",
            })]);
    }
}
