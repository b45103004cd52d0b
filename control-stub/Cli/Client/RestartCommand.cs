using System.CommandLine;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control restart</c>, short for <c>intents restart</c>.</summary>
internal static class RestartCommand
{
    /// <summary>Restarts the pods of an intent.</summary>
    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var id = new Argument<string>("intent") { Description = "Id of the intent." };
        var command = ClientCommand.Create(
            "restart",
            "Restarts the pods of an intent, by an ordinary rollout.",
            options,
            async (client, parsed, ct) => IntentCommands.Print(
                await client.SendAsync(HttpMethod.Post, $"/api/v1/planes/{parsed.Part(plane)}/intents/{parsed.Part(id)}/restart", null, ct)),
            plane,
            id);
        options.AddTo(command);
        return command;
    }
}
