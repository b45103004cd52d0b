using System.CommandLine;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>Makes commands that ask the control plane something.</summary>
internal static class ClientCommand
{
    /// <summary>A command with what it does.</summary>
    public static Command Create(
        string name, string description, ClientOptions options, Func<ApiClient, ParseResult, CancellationToken, Task> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else if (symbol is Option option)
                command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            await run(client, parsed, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>An option that prints the API's own answer.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print the API's own answer." };

    /// <summary>A part of a path, escaped.</summary>
    public static string Part(this ParseResult parsed, Argument<string> argument) => Uri.EscapeDataString(parsed.GetRequiredValue(argument));
}
