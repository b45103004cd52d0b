namespace Pdp.Daemon.Hosting.Options;

/// <summary>Where options come from, the first that names one wins: command line, environment, configuration file, default.</summary>
/// <param name="CommandLine">By option name, what the command line says.</param>
/// <param name="Environment">By variable name, the process environment.</param>
internal sealed record OptionSources(IReadOnlyDictionary<string, string> CommandLine, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Name of the option that names the configuration file.</summary>
    public const string ConfigOption = "config";

    /// <summary>Variable that names the configuration file.</summary>
    public const string ConfigVariable = "PDP_AGENT_CONFIG";

    /// <summary>The configuration file; null when none is named.</summary>
    public string? ConfigFile => CommandLine.GetValueOrDefault(ConfigOption) ?? Environment.GetValueOrDefault(ConfigVariable);
}
