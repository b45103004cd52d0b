namespace Pdp.Daemon.Hosting.Options;

/// <summary>Puts the options together and checks them, all errors at once.</summary>
internal static class OptionReader
{
    /// <summary>Reads all sources.</summary>
    /// <param name="sources">Where from.</param>
    /// <param name="hostName">Default of the agent's name.</param>
    /// <param name="problems">Every error, naming the option where it was set; empty when all is well.</param>
    public static AgentOptions Read(OptionSources sources, string hostName, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        var file = sources.ConfigFile is { } path ? ConfigFile.Read(path, found) : new Dictionary<string, string>();
        var options = new AgentOptions { Name = hostName };
        foreach (var option in OptionTable.All)
        {
            var (text, source) = Find(option, sources, file);
            if (text is null) continue;
            try
            {
                options = option.Set(options, text);
            }
            catch (FormatException wrong)
            {
                found.Add($"{source}: {wrong.Message}");
            }
        }
        found.AddRange(UnknownVariables(sources.Environment));
        found.AddRange(OptionRules.Problems(options));
        problems = found;
        return options;
    }

    private static (string? Text, string Source) Find(
        OptionDefinition option, OptionSources sources, IReadOnlyDictionary<string, string> file)
    {
        if (sources.CommandLine.TryGetValue(option.Name, out var text)) return (text, $"--{option.Name}");
        if (sources.Environment.TryGetValue(option.Variable, out text)) return (text, option.Variable);
        return file.TryGetValue(option.Name, out text) ? (text, $"config: {option.Name}") : (null, "");
    }

    // A misspelt variable is an option somebody believes to have set. Kubernetes itself sets some for a Service named pdp-agent.
    private static IEnumerable<string> UnknownVariables(IReadOnlyDictionary<string, string> environment) =>
        environment.Keys
            .Where(name => name.StartsWith("PDP_AGENT_", StringComparison.Ordinal) && name != OptionSources.ConfigVariable)
            .Where(name => name != "PDP_AGENT_PORT" && !name.StartsWith("PDP_AGENT_PORT_", StringComparison.Ordinal))
            .Where(name => !name.StartsWith("PDP_AGENT_SERVICE_", StringComparison.Ordinal))
            .Where(name => OptionTable.All.All(option => option.Variable != name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name}: there is no such option; see pdp-agent run --help");
}
