using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control run</c> and <c>pdp-control runs</c>.</summary>
internal static class RunCommands
{
    // With a time and four characters by chance the id of a run still fits an intent's.
    private const int LongestTask = 43;
    private const int ChanceChars = 4;

    /// <summary>Runs a manual task once.</summary>
    public static Command Run()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var task = new Argument<string>("task") { Description = "Id of the intent of a manualTask." };
        var arguments = new Argument<string[]>("arguments") { Description = "In place of the task's own arguments; after --.", Arity = ArgumentArity.ZeroOrMore };
        var id = new Option<string>("--id") { Description = "Id of the run. By default the task's, the time, and a few characters by chance." };
        var env = new Option<string[]>("--env", "-e") { Description = "A variable, NAME=value. May be given several times." };
        var timeout = new Option<int?>("--timeout-seconds") { Description = "How long it may take, 1..604800. By default as the task says." };
        var command = ClientCommand.Create(
            "run",
            "Runs a manual task once: puts an intent of kind TaskRun.",
            options,
            async (client, parsed, ct) =>
            {
                var path = $"/api/v1/planes/{parsed.Part(plane)}/intents/";
                var of = await client.GetAsync(path + parsed.Part(task), ct);
                var run = parsed.GetValue(id) ?? NewId(parsed.GetRequiredValue(task));
                var document = Document(of, parsed.GetRequiredValue(task), parsed.GetValue(arguments) ?? [], parsed.GetValue(env) ?? [], parsed.GetValue(timeout));
                using var body = new StringContent(document.ToJsonString());
                body.Headers.ContentType = new("application/json");
                await client.SendAsync(HttpMethod.Put, path + Uri.EscapeDataString(run), body, ct);
                await Console.Out.WriteLineAsync(run);
            },
            plane,
            task,
            arguments,
            id,
            env,
            timeout);
        options.AddTo(command);
        return command;
    }

    /// <summary>Lists the runs of a task.</summary>
    public static Command Runs()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var id = new Argument<string>("intent") { Description = "Id of a scheduledTask, a manualTask or a TaskRun." };
        var json = ClientCommand.JsonOption();
        var command = ClientCommand.Create(
            "runs",
            "Lists the runs of a task, newest first.",
            options,
            async (client, parsed, ct) =>
            {
                var intent = await client.GetAsync($"/api/v1/planes/{parsed.Part(plane)}/intents/{parsed.Part(id)}", ct);
                var runs = (JsonArray?)intent["status"]?["runs"] ?? [];
                if (parsed.GetValue(json))
                    await Console.Out.WriteLineAsync(runs.Pretty());
                else
                    TextTable.Write(Console.Out, ["RUN", "OUTCOME", "STARTED", "FINISHED", "MESSAGE"], [.. runs.Select(Row)]);
            },
            plane,
            id,
            json);
        options.AddTo(command);
        return command;
    }

    /// <summary>The document of a run, in the place of its task.</summary>
    /// <exception cref="CliException">A variable has no name.</exception>
    public static JsonObject Document(JsonNode task, string id, IReadOnlyList<string> arguments, IReadOnlyList<string> env, int? timeoutSeconds)
    {
        var spec = new JsonObject { ["task"] = id };
        if (arguments.Count > 0)
            spec["args"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]);
        if (env.Count > 0)
            spec["env"] = new JsonArray([.. env.Select(Variable)]);
        if (timeoutSeconds is not null)
            spec["timeoutSeconds"] = timeoutSeconds;
        return new JsonObject
        {
            ["apiVersion"] = "pdp.dev/v1",
            ["kind"] = "TaskRun",
            ["metadata"] = new JsonObject
            {
                ["organization"] = task["organization"]?.DeepClone(),
                ["project"] = task["project"]?.DeepClone(),
                ["environment"] = task["environment"]?.DeepClone(),
            },
            ["spec"] = spec,
        };
    }

    private static JsonNode Variable(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new JsonObject { ["name"] = text[..at], ["value"] = text[(at + 1)..] }
        : throw new CliException(ExitCodes.Usage, "A variable must be given as NAME=value.");

    private static string NewId(string task)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return $"{task[..Math.Min(task.Length, LongestTask)].TrimEnd('-')}-{now}-{RandomNumberGenerator.GetHexString(ChanceChars, lowercase: true)}";
    }

    private static string[] Row(JsonNode? run) =>
    [
        (string?)run!["name"] ?? "", (string?)run["outcome"] ?? "", (string?)run["startedAt"] ?? "-", (string?)run["finishedAt"] ?? "-",
        (string?)run["message"] ?? "",
    ];
}
