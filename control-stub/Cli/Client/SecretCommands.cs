using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control secrets</c>.</summary>
internal static class SecretCommands
{
    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var store = new Argument<string>("store") { Description = "The store of secrets, as the plane's customer calls it." };
        var secret = new Argument<string>("secret") { Description = "The secret's name there." };
        var command = new Command("secrets", "Secrets of the customers', by name; values are nowhere here.")
        {
            ClientCommand.Create(
                "hint",
                "Tells a plane that a secret changed, so that its agent looks at once instead of at the store's next refresh.",
                options,
                (client, parsed, ct) =>
                {
                    var body = new JsonObject { ["store"] = parsed.GetRequiredValue(store), ["secret"] = parsed.GetRequiredValue(secret) };
                    return client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/secrets/hints", JsonContent.Create(body), ct);
                },
                plane,
                store,
                secret),
        };
        options.AddTo(command);
        return command;
    }
}
