using System.CommandLine;
using System.CommandLine.Parsing;
using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Cli.Client;
using Pdp.ControlStub.Cli.Observe;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Cli;

/// <summary>The command line: <c>pdp-control</c>.</summary>
internal static class ControlCli
{
    private const string Description =
        """
        The control plane of private data planes: serve it, and talk to it.

        A first try, on one machine:
          pdp-control serve
          pdp-control planes create my-plane > bundle.json     # in another terminal; hand the file to the agent
          pdp-control apply --plane my-plane -f backend.yaml
          pdp-control intents list my-plane
          pdp-control events -f

        Exit codes: 0 done, 2 wrong usage, 3 cannot start, 4 refused by the control plane, 5 control plane not reached,
        6 a backup cannot be written or used, 1 a defect.
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(Description)
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
            Version(),
            PlaneCommands.Create(),
            IntentCommands.Create(),
            PlanCommand.Create(),
            RestartCommand.Create(),
            SecretCommands.Create(),
            ApplyCommand.Create(),
            PipelineCommands.Create(),
            ReleaseCommands.Create(),
            BindingCommands.Create(),
            DeployCommands.Deploy(),
            DeployCommands.Promote(),
            DeployCommands.RollBack(),
            ApprovalCommands.Create(),
            CatalogueCommand.Create(),
            RunCommands.Run(),
            RunCommands.Runs(),
            EventsCommand.Create(),
            LogsCommand.Create(),
            MetricsCommand.Create(),
            KeyCommands.Create(),
            KeyCommands.Authority(),
            UserCommands.Create(),
            GrantCommands.Create(),
            TokenCommands.Create(),
            UserCommands.WhoAmI(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"See '{Typed(parsed.CommandResult)} --help'.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
            });
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is BackupException or StoreException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e is BackupException ? ExitCodes.Backup : e is StoreException ? ExitCodes.CannotStart : ExitCodes.Unreachable;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Done;
        }
#pragma warning disable CA1031 // The last place: a defect is told in a line and in full to whoever reports it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"pdp-control failed; this is a defect, please report it:\n{e}");
            return ExitCodes.Failed;
        }
    }

    private static Command Version()
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction(_ => Console.Out.WriteLine(ProgramVersion.Text));
        return command;
    }

    /// <summary>The command as it was typed, without its options.</summary>
    private static string Typed(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Typed(parent)} {result.Command.Name}" : "pdp-control";
}
