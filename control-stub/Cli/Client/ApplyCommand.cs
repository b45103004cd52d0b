using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control apply</c>.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Option<string>("--plane", "-p") { Description = "The plane that bindings and intents are for.", Required = true };
        var files = new Option<string[]>("--file", "-f")
        {
            Description = "A file or folder of documents, YAML or JSON; - reads standard input. May be given several times.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only say what would be." };
        var json = ClientCommand.JsonOption();
        var command = ClientCommand.Create(
            "apply",
            "Hands over documents as their authors wrote them: OpenChoreo's ComponentType, Component, ComponentRelease, ReleaseBinding, DeploymentPipeline "
            + "and Environment, intents of pdp.dev/v1, and objects of Kubernetes. All of them together happen wholly or not at all.",
            options,
            async (client, parsed, ct) =>
            {
                using var body = await DocumentFiles.ReadAsync(parsed.GetRequiredValue(files), ct);
                var query = $"plane={Uri.EscapeDataString(parsed.GetRequiredValue(plane))}{(parsed.GetValue(dryRun) ? "&dryRun=true" : "")}";
                var answer = JsonNode.Parse(await client.SendAsync(HttpMethod.Post, $"/api/v1/apply?{query}", body, ct))!;
                if (parsed.GetValue(json))
                    await Console.Out.WriteLineAsync(answer.Pretty());
                else
                    Print(answer);
            },
            plane,
            files,
            dryRun,
            json);
        options.AddTo(command);
        return command;
    }

    private static void Print(JsonNode answer)
    {
        foreach (var document in (JsonArray)answer["documents"]!)
            Console.Out.WriteLine($"{document!["kind"]}/{document["name"]} {document["result"]}");
        foreach (var intent in (JsonArray)answer["intents"]!)
            Console.Out.WriteLine($"intent/{intent!["id"]} {intent["result"]} (generation {intent["generation"]})");
        foreach (var binding in (JsonArray)answer["waiting"]!)
            Console.Out.WriteLine($"waiting: {binding!["kind"]}/{binding["name"]} for {string.Join(", ", ((JsonArray)binding["missing"]!).Select(m => $"{m!["kind"]}/{m["name"]}"))}");
        foreach (var warning in (JsonArray)answer["warnings"]!)
            Console.Error.WriteLine($"warning: {ApiClient.Finding(warning!)}");
        foreach (var note in (JsonArray)answer["notes"]!)
            Console.Error.WriteLine($"note: {ApiClient.Finding(note!)}");
    }
}
