using System.CommandLine;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;

namespace Pdp.Daemon.Cli;

/// <summary><c>pdp-agent run</c>.</summary>
internal static class RunCommand
{
    /// <summary>What its help teaches below the options.</summary>
    public const string Lesson =
        """
        Every option can also be set by an environment variable (--log-level is PDP_AGENT_LOG_LEVEL) or in the file named by
        --config (log-level: debug). The command line wins over the environment, and that over the file.

        In a cluster:      helm install pdp-agent ... (the chart sets everything)
        On a workstation:  pdp-agent run --bundle bundle.json --kubeconfig ~/.kube/config --install-crd --listen 127.0.0.1:8080
        Is it well?        curl localhost:8080/readyz; kubectl -n pdp-system get intents
        """;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter error)
    {
        var command = new Command(
            "run",
            "Runs the agent until it is stopped (SIGTERM, SIGINT). Several may run for one data plane: one leads, the others stand by.");
        var settings = new SettingOptions(OptionTable.All);
        settings.AddTo(command);
        command.SetAction((parsed, cancellationToken) => AgentProcess.RunAsync(settings.Sources(parsed), error, cancellationToken));
        return command;
    }
}
