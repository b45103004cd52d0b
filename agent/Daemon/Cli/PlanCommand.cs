using System.CommandLine;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Preview.Documents;
using Pdp.Daemon.Preview.Reporting;

namespace Pdp.Daemon.Cli;

/// <summary><c>pdp-agent plan</c>.</summary>
internal static class PlanCommand
{
    // What decides about a document; the rest of an agent's options is about how it works.
    private static readonly string[] _names =
    [
        "bundle", "kubeconfig", "context", "namespace", "policy", "policy-pod-security", "policy-allowed-kinds", "policy-allow-cluster-scoped",
        "cluster-domain", "registries",
    ];

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command(
            "plan",
            "Says what the agent would do with documents, and why not: decision, reasons, objects and every field that would change. Touches "
            + "nothing. Exit codes: 0 nothing would change, 2 something would, 1 something is refused or waits, 66 a file cannot be read, "
            + "69 the cluster cannot be asked, 78 the configuration is wrong.");
        var file = new Option<string>("--file", "-f")
        {
            HelpName = "FILE|DIR|-",
            Description = "A signed document (JWS), a plain one (JSON or YAML), an Intent resource, or a directory of them.",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Writes JSON, the rendered objects included." };
        var rendered = new Option<bool>("--rendered") { Description = "Writes the rendered objects too." };
        var settings = new SettingOptions(OptionTable.All.Where(option => _names.Contains(option.Name)));
        command.Add(file);
        command.Add(json);
        command.Add(rendered);
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var documents = PlanSource.ReadAll(parsed.GetValue(file)!, Console.In);
                return await PlanProcess.RunAsync(
                    settings.Sources(parsed),
                    documents,
                    previews => parsed.GetValue(json)
                        ? output.WriteLineAsync(PreviewJson.Of(previews))
                        : new PreviewText(output, parsed.GetValue(rendered)).WriteAsync(previews),
                    error,
                    cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"pdp-agent: {failure.Message}");
                return ExitCodes.NoInput;
            }
        });
        return command;
    }
}
