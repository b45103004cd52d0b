using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control planes token</c>.</summary>
internal static class ObserveCommand
{
    private static readonly string[] _narrowing = ["organization", "project", "environment", "component"];

    /// <summary>Makes a token for the observability API of a plane and prints it.</summary>
    public static Command Create(ClientOptions options, Argument<string> plane)
    {
        var narrowing = _narrowing.ToDictionary(
            name => name, name => new Option<string?>($"--{name}") { Description = $"Opens this {name} only." }, StringComparer.Ordinal);
        var verbs = new Option<string[]>("--verb")
        {
            Description = "What is to be looked at: logs, metrics, events or components; may be given several times. Default: all of them.",
        };
        var seconds = new Option<int?>("--seconds") { Description = "How long it is good, 60 to 3600; 600 unless told." };
        return ClientCommand.Create(
            "token",
            "Makes a short-lived token with which logs, metrics and events are asked of a plane directly, and prints it.",
            options,
            async (client, parsed, ct) =>
            {
                var body = new JsonObject();
                foreach (var (name, option) in narrowing)
                    if (parsed.GetValue(option) is { } value)
                        body[name] = value;
                if (parsed.GetValue(verbs) is { Length: > 0 } chosen)
                    body["verbs"] = new JsonArray([.. chosen.Select(verb => (JsonNode)verb)]);
                if (parsed.GetValue(seconds) is { } life)
                    body["expiresInSeconds"] = life;
                var answer = await client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/tokens", JsonContent.Create(body), ct);
                await Console.Out.WriteLineAsync((string?)JsonNode.Parse(answer)!["token"]);
            },
            [plane, .. narrowing.Values, verbs, seconds]);
    }
}
