namespace Pdp.Daemon.Hosting.Options;

/// <summary>One option, wherever it comes from.</summary>
/// <param name="Name">As in <c>--name</c> and in the configuration file.</param>
/// <param name="Value">What stands for its value in the help, such as <c>FILE</c>.</param>
/// <param name="Help">What it does, its range and its default.</param>
/// <param name="Set">Takes the text over; throws <see cref="FormatException"/> with the rule when it is not acceptable.</param>
internal sealed record OptionDefinition(string Name, string Value, string Help, Func<AgentOptions, string, AgentOptions> Set)
{
    /// <summary>Whether it can stand alone on the command line.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Its environment variable.</summary>
    public string Variable => $"PDP_AGENT_{Name.ToUpperInvariant().Replace('-', '_')}";
}
