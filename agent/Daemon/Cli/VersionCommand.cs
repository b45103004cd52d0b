using System.CommandLine;
using System.Runtime.InteropServices;
using Pdp.Daemon.Hosting;
using Pdp.Protocol;

namespace Pdp.Daemon.Cli;

/// <summary><c>pdp-agent version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var command = new Command("version", "Prints the version, the protocol it speaks and the runtime.");
        command.SetAction(async (_, _) =>
        {
            await output.WriteLineAsync(
                $"pdp-agent {AgentVersion.Text} ({ProtocolLimits.Subprotocol}, {RuntimeInformation.FrameworkDescription})");
            return ExitCodes.Ok;
        });
        return command;
    }
}
