using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control planes held</c>, <c>adopt</c> and <c>resign</c>.</summary>
internal static class AdoptionCommands
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(200);

    public static IEnumerable<Command> Create(ClientOptions options, Argument<string> plane, Option<bool> json)
    {
        var intents = new Option<string[]>("--intents") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        var prune = new Option<bool>("--prune-unknown") { Description = "Have those that are not known here removed from the plane, instead of adopting them." };
        yield return ClientCommand.Create(
            "held",
            "Lists what a plane holds that this control plane does not know (foreign), or knows only older (ahead).",
            options,
            (client, parsed, ct) => ListAsync(client, parsed.Part(plane), parsed.GetValue(json), ct),
            plane,
            json);
        yield return ClientCommand.Create(
            "adopt",
            "Takes over what a plane holds and this control plane does not know, or knows only older: as it is, without touching what runs.",
            options,
            (client, parsed, ct) => AdoptAsync(client, parsed.Part(plane), parsed.GetValue(intents) ?? [], parsed.GetValue(prune), ct),
            plane,
            intents,
            prune);
        yield return ClientCommand.Create(
            "resign",
            "Signs anew what other keys signed, at the next generation with the same content.",
            options,
            async (client, parsed, ct) =>
            {
                var answer = JsonNode.Parse(await client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/resign", null, ct))!;
                await Console.Out.WriteLineAsync($"signed anew: {answer["signed"]}");
            },
            plane);
    }

    private static async Task ListAsync(ApiClient client, string plane, bool json, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(client, plane, cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(held.Pretty());
        else
            TextTable.Write(Console.Out, ["INTENT", "THERE", "HERE", "STATE", "DECIDED", "MESSAGE"], [.. held.Select(h => new[]
            {
                (string?)h!["id"] ?? "", $"{h["generation"]}", h["knownGeneration"]?.ToString() ?? "-", (string?)h["state"] ?? "",
                (string?)h["wish"] ?? "-", (string?)h["failure"] ?? "",
            })]);
    }

    private static async Task AdoptAsync(ApiClient client, string plane, string[] intents, bool pruneUnknown, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["pruneUnknown"] = pruneUnknown };
        if (intents.Length > 0)
            body["intents"] = new JsonArray([.. intents.Select(i => (JsonNode)i)]);
        var answer = JsonNode.Parse(await client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{plane}/adopt", JsonContent.Create(body), cancellationToken))!;
        var decided = ((JsonArray)answer["adopt"]!).Select(id => ((string)id!, "adopted"))
            .Concat(((JsonArray)answer["remove"]!).Select(id => ((string)id!, "removed"))).ToDictionary();
        if (decided.Count == 0)
            await Console.Out.WriteLineAsync("nothing to adopt: the plane holds nothing that is not known here");
        else if (!(bool)answer["connected"]!)
            await Console.Out.WriteLineAsync($"decided for {decided.Count}; done as soon as the plane is connected");
        else
            await WaitAsync(client, plane, decided, cancellationToken);
    }

    private static async Task WaitAsync(ApiClient client, string plane, Dictionary<string, string> decided, CancellationToken cancellationToken)
    {
        while (decided.Count > 0)
        {
            var held = (await HeldAsync(client, plane, cancellationToken)).ToDictionary(h => (string)h!["id"]!);
            foreach (var (id, done) in decided.Where(d => held.GetValueOrDefault(d.Key)?["wish"] is null).ToList())
            {
                decided.Remove(id);
                await Console.Out.WriteLineAsync(held.GetValueOrDefault(id)?["failure"] is { } failure ? $"{id} failed: {failure}" : $"{id} {done}");
            }

            if (decided.Count > 0)
                await Task.Delay(_lookEvery, TimeProvider.System, cancellationToken);
        }
    }

    private static Task<JsonArray> HeldAsync(ApiClient client, string plane, CancellationToken cancellationToken) =>
        PagedList.AllAsync(client, $"/api/v1/planes/{plane}/held?limit=1000", cancellationToken);
}
