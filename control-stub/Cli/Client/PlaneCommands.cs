using System.CommandLine;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Observe;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control planes</c>.</summary>
internal static class PlaneCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var title = new Option<string?>("--display-name") { Description = "A name for people." };
        var json = ClientCommand.JsonOption();
        var command = new Command("planes", "Private data planes: made, shown, given a new credential, deleted.")
        {
            ClientCommand.Create(
                "create",
                "Adds a plane and prints its bootstrap bundle, which the agent is started with. It holds a secret and is shown this once.",
                options,
                async (client, parsed, ct) =>
                {
                    var body = new JsonObject { ["id"] = parsed.GetRequiredValue(plane) };
                    if (parsed.GetValue(title) is { } name)
                        body["displayName"] = name;
                    await Console.Out.WriteLineAsync(await client.SendAsync(HttpMethod.Post, "/api/v1/planes", JsonContent.Create(body), ct));
                },
                plane,
                title),
            ClientCommand.Create("list", "Lists planes.", options, (client, parsed, ct) => ListAsync(client, parsed.GetValue(json), ct), json),
            ClientCommand.Create(
                "show",
                "Shows a plane.",
                options,
                async (client, parsed, ct) => await Console.Out.WriteLineAsync((await client.GetAsync($"/api/v1/planes/{parsed.Part(plane)}", ct)).Pretty()),
                plane),
            ClientCommand.Create(
                "renew",
                "Prints a new bootstrap bundle; the one before is worth nothing from then on. What the plane has goes on until an agent enrols with the new one.",
                options,
                async (client, parsed, ct) => await Console.Out.WriteLineAsync(
                    await client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/bundle", null, ct)),
                plane),
            ClientCommand.Create(
                "revoke",
                "Ends every certificate and bundle of a plane; its agent is out within seconds. 'planes renew' lets it in again.",
                options,
                (client, parsed, ct) => client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/revoke", null, ct),
                plane),
            ClientCommand.Create(
                "delete",
                "Forgets a plane. What runs there is left as it is: delete its intents first to have it emptied.",
                options,
                (client, parsed, ct) => client.SendAsync(HttpMethod.Delete, $"/api/v1/planes/{parsed.Part(plane)}", null, ct),
                plane),
            ObserveCommand.Create(options, plane),
            PlaneEventsCommand.Create(options),
        };
        foreach (var adoption in AdoptionCommands.Create(options, plane, json))
            command.Add(adoption);
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, bool json, CancellationToken cancellationToken)
    {
        var planes = await PagedList.AllAsync(client, "/api/v1/planes?limit=1000", cancellationToken);
        if (json)
        {
            await Console.Out.WriteLineAsync(planes.Pretty());
            return;
        }

        TextTable.Write(Console.Out, ["PLANE", "CONNECTION", "AGENT", "CLUSTER", "LAST SEEN", "CERTIFICATE UNTIL"], [.. planes.Select(p => new[]
        {
            (string?)p!["id"] ?? "", (string?)p["connection"]?["state"] ?? "", (string?)p["agent"]?["version"] ?? "-",
            (string?)p["agent"]?["cluster"] ?? "-", (string?)p["lastSeenAt"] ?? "-",
            p["certificate"] is { } c ? c["revokedAt"] is null ? (string?)c["expiresAt"] ?? "" : "revoked" : "-",
        })]);
    }
}
