using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 17.</summary>
internal sealed class PlaneIsAsked : IStep
{
    private const string Chatter = "chatter";
    private const string Shop = "default/inventorysystem";
    private const int Lines = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    public string Title => "logs and events come straight from the plane: also of pods long gone, and each line once while the stub is killed";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null || stage.Agent.Observation is not { } observation) return SteppedRelease.NotHere;
        var pods = (await AskAsync(stage, observation, ct, "logs", $"{Shop}/inventorybackend", "--search", "listening", "--limit", "1000"))
            .Select(line => (string)line["pod"]!).Distinct().ToList();
        var backs = (await AskAsync(stage, observation, ct, "planes", "events", Shop)).Count(one => (string?)one["reason"] == "RolledBack");
        if (pods.Count < 10 || backs == 0) throw new StoryException($"lines of only {pods.Count} pods of the backend that was, and {backs} events of its rollbacks");

        var generation = await stage.PutAsync(Chatter, Document(), ct);
        await stage.PhaseAsync(Chatter, generation, "Healthy", Limit, ct);
        using var plane = await observation.ConnectAsync(stage.Control, ["logs"], ct);
        var (first, last) = await FollowAsync(stage, plane, ct);
        var found = await FoundAsync(plane, last, ct);
        await stage.Control.RestartAsync(ct);
        await stage.ConnectedAsync(ct);
        await RemoveAsync(stage, ct);
        return $"the backend that was: lines of {pods.Count} pods, {backs} rollbacks; lines {first} to {last} of another each followed once while the stub was killed, "
            + $"and the last one found {found.TotalMilliseconds:0} ms later";
    }

    // As a person does, at the prompt.
    private static async Task<IReadOnlyList<JsonNode>> AskAsync(Stage stage, Observation observation, CancellationToken ct, params string[] command)
    {
        var said = await stage.Control.CommandAsync(ct, [.. command, "--since", "1d", "--output", "json", "--cacert", observation.AuthorityFile]);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static async Task<(long First, long Last)> FollowAsync(Stage stage, JsonClient plane, CancellationToken ct)
    {
        var numbers = new List<long>();
        await foreach (var line in plane.LinesAsync($"/api/v1/logs/tail?component={Chatter}", ct))
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            if ((long?)JsonNode.Parse(line[6..])!["fields"]?["number"] is not { } number) throw new StoryException($"not a line: {line}");
            if (numbers.Count > 0 && number != numbers[^1] + 1) throw new StoryException($"line {number} came after line {numbers[^1]}");
            numbers.Add(number);
            if (numbers.Count == Lines) await stage.Control.KillAsync(ct);
            if (numbers.Count == 3 * Lines) break;
        }

        return (numbers[0], numbers[^1]);
    }

    private static async Task<TimeSpan> FoundAsync(JsonClient plane, long number, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var body = new JsonObject { ["search"] = $"\"line {number}\"" }.ToJsonString();
        await Poll.UntilTrueAsync(
            $"line {number} to be found",
            async () => (await plane.SendAsync(HttpMethod.Post, "/api/v1/logs/query", body, "application/json", ct)).MustBeOk("search").Json["logs"]!.AsArray().Count == 1,
            Limit,
            ct);
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static async Task RemoveAsync(Stage stage, CancellationToken ct)
    {
        await stage.Control.Api.DeleteAsync(stage.Plane, Chatter, ct);
        await Poll.UntilTrueAsync(
            "the chatter to be gone from the cluster",
            async () => !(await stage.Cluster.ListAsync(ClusterPaths.Collection("intents"), ct)).Select(ClusterPaths.NameOf).Contains(Chatter),
            Limit,
            ct);
    }

    private static JsonObject Document() => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "project": "talk", "environment": "development", "component": "{{Chatter}}" },
          "spec": { "type": "worker", "release": "one", "containers": { "main": { "image": "ghcr.io/example/chatter:1" } } }
        }
        """)!.AsObject();
}
