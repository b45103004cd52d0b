using System.CommandLine;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Hosting.Options;

namespace Pdp.Daemon.Cli;

/// <summary>Settings of the agent as options of a command; environment and configuration file count as well.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string?> _config = new($"--{OptionSources.ConfigOption}")
    {
        HelpName = "FILE",
        Description = $"Configuration file, YAML or JSON, its fields named as these options. [{OptionSources.ConfigVariable}]",
    };

    private readonly List<(OptionDefinition Definition, Option<string?> Option)> _options;

    public SettingOptions(IEnumerable<OptionDefinition> definitions) =>
        _options = [.. definitions.Select(definition => (definition, Make(definition)))];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_config);
        foreach (var (_, option) in _options) command.Add(option);
    }

    /// <summary>What was given, and the process environment.</summary>
    public OptionSources Sources(ParseResult parsed)
    {
        var given = _options.Where(o => parsed.GetResult(o.Option) is { Implicit: false })
            .ToDictionary(o => o.Definition.Name, o => parsed.GetValue(o.Option) ?? "true");
        if (parsed.GetValue(_config) is { } file) given[OptionSources.ConfigOption] = file;
        return new OptionSources(given, ProcessEnvironment.Read());
    }

    private static Option<string?> Make(OptionDefinition definition) => new($"--{definition.Name}")
    {
        HelpName = definition.Value,
        Description = $"{definition.Help} [{definition.Variable}]",
        Arity = definition.IsFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };
}
