using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control deploy</c>, <c>promote</c> and <c>rollback</c>.</summary>
internal static class DeployCommands
{
    public static Command Deploy()
    {
        var (component, release) = (ComponentName.Argument(), new Argument<string>("release") { Description = "Name of the release." });
        var to = new Option<string>("--to") { Description = "The environment where releases of the pipeline begin.", Required = true };
        return Command(
            "deploy",
            "Deploys a release in the first environment of its pipeline; from there it is promoted.",
            parsed => $"{One(parsed, component, to)}/deploy?release={parsed.Part(release)}",
            component,
            release,
            to);
    }

    public static Command Promote()
    {
        var component = ComponentName.Argument();
        var to = new Option<string>("--to") { Description = "The environment it goes to.", Required = true };
        var from = new Option<string?>("--from") { Description = "The environment it comes from; needed where several lead there." };
        var release = new Option<string?>("--release") { Description = "The release; what is deployed in the environment before by default." };
        var force = new Option<bool>("--force") { Description = "Also when it is not healthy there. Takes --reason." };
        return Command(
            "promote",
            "Takes a release to the next environment of its pipeline: the same digests, that environment's values.",
            parsed => $"{One(parsed, component, to)}/promote?force={(parsed.GetValue(force) ? "true" : "false")}"
                + Query("from", parsed.GetValue(from)) + Query("release", parsed.GetValue(release)),
            component,
            to,
            from,
            release,
            force);
    }

    public static Command RollBack()
    {
        var component = ComponentName.Argument();
        var environment = new Option<string>("--in") { Description = "The environment.", Required = true };
        var release = new Option<string?>("--to") { Description = "The release to go back to; the last other one by default." };
        return Command(
            "rollback",
            "Goes back to a release that was deployed in an environment before, with today's values of the environment.",
            parsed => $"{One(parsed, component, environment)}/rollback{Query("release", parsed.GetValue(release)).Replace('&', '?')}",
            component,
            environment,
            release);
    }

    /// <summary>Prints what became of it.</summary>
    public static void Print(string answer)
    {
        var result = JsonNode.Parse(answer)!;
        var what = result["release"] is { } release ? $"{release} " : "";
        var intents = string.Join(", ", ((JsonArray?)result["intents"] ?? []).Select(put => $"intent/{put!["id"]} on {put["plane"]} (generation {put["generation"]})"));
        Console.Out.WriteLine($"{what}{result["result"]}{(intents.Length > 0 ? ": " : "")}{intents}");
        if (result["promotion"] is { } promotion && (string?)promotion["state"] == "waiting")
            Console.Out.WriteLine(
                $"promotion {promotion["number"]} waits for {promotion["needed"]} of {promotion["role"]}: "
                + $"pdp-control approvals approve {promotion["organization"]}/{promotion["project"]} {promotion["number"]}");
    }

    private static Command Command(string name, string description, Func<ParseResult, string> path, params Symbol[] symbols)
    {
        var options = new ClientOptions();
        var json = ClientCommand.JsonOption();
        var command = ClientCommand.Create(
            name,
            description,
            options,
            async (client, parsed, ct) =>
            {
                var answer = await client.SendAsync(HttpMethod.Post, path(parsed), null, ct);
                if (parsed.GetValue(json))
                    await Console.Out.WriteLineAsync(JsonNode.Parse(answer)!.Pretty());
                else
                    Print(answer);
            },
            [.. symbols, json]);
        options.AddTo(command);
        return command;
    }

    private static string One(ParseResult parsed, Argument<string> component, Option<string> environment) =>
        $"/api/v1/bindings/{parsed.Path(component)}/{Uri.EscapeDataString(parsed.GetRequiredValue(environment))}";

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
