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
        var config = new Option<string?>($"--{OptionSources.ConfigOption}")
        {
            HelpName = "FILE",
            Description = $"Configuration file, YAML or JSON, its fields named as these options. [{OptionSources.ConfigVariable}]",
        };
        command.Add(config);
        var options = OptionTable.All.Select(definition => (Definition: definition, Option: Make(definition))).ToList();
        foreach (var (_, option) in options) command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = options.Where(o => parsed.GetResult(o.Option) is { Implicit: false })
                .ToDictionary(o => o.Definition.Name, o => parsed.GetValue(o.Option) ?? "true");
            if (parsed.GetValue(config) is { } file) given[OptionSources.ConfigOption] = file;
            return await AgentProcess.RunAsync(new OptionSources(given, ProcessEnvironment.Read()), error, cancellationToken);
        });
        return command;
    }

    private static Option<string?> Make(OptionDefinition definition) => new($"--{definition.Name}")
    {
        HelpName = definition.Value,
        Description = $"{definition.Help} [{definition.Variable}]",
        Arity = definition.IsFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };
}
