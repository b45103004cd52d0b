using System.CommandLine;
using System.CommandLine.Help;
using Pdp.Daemon.Hosting;

namespace Pdp.Daemon.Cli;

/// <summary>The command line of <c>pdp-agent</c>.</summary>
internal static class AgentCommandLine
{
    private const string About =
        """
        The agent of a private data plane. It dials out to a control plane, receives signed deployment intents, makes the cluster as
        they say, and reports. Nothing reaches into the cluster; the agent listens on one port, for health and metrics.

        Exit codes: 0 done or stopped as asked, 64 the command line cannot be understood, 66 a file cannot be read, 69 the port cannot
        be listened on or the cluster not be asked, 70 a defect, 78 the configuration is wrong (every error is printed). 1 and 2 are said by the commands' help.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var run = RunCommand.Create(error);
        var root = new RootCommand(About) { run, PlanCommand.Create(output, error), VerifyAuditCommand.Create(output, error), VersionCommand.Create(output) };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!, run, RunCommand.Lesson);
        var parsed = root.Parse(arguments);
        return parsed.Errors.Count > 0
            ? UsageAsync(parsed, error)
            // The host stops by itself on SIGTERM and SIGINT, and takes as long as it may.
            : parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null });
    }

    private static async Task<int> UsageAsync(ParseResult parsed, TextWriter error)
    {
        foreach (var wrong in parsed.Errors) await error.WriteLineAsync($"pdp-agent: {wrong.Message}");
        await error.WriteLineAsync("Try 'pdp-agent --help' or 'pdp-agent run --help'.");
        return ExitCodes.Usage;
    }
}
