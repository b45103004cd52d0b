using System.Globalization;

namespace Pdp.Standin;

/// <summary>What one stand-in process was told: <c>--name value</c> arguments win over environment variables of the same meaning.</summary>
internal sealed class StandinOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private StandinOptions(string role) => Role = role;

    /// <summary>What to play: <c>inventory</c>, <c>frontend</c>, <c>database</c>, <c>task</c>, <c>never-ready</c>, <c>caller</c>, <c>tester</c> or <c>chatter</c>.</summary>
    public string Role { get; }

    /// <summary>Reads <c>ROLE [--name value ...]</c>; environment variables stand behind (<c>--drain-seconds</c> is <c>DRAIN_SECONDS</c>).</summary>
    /// <exception cref="FormatException">An argument that is no <c>--name value</c> pair, or no role.</exception>
    public static StandinOptions Parse(IReadOnlyList<string> args, IEnumerable<KeyValuePair<string, string>> environment)
    {
        if (args.Count == 0) throw new FormatException("Say which role to play; --help lists them.");
        var options = new StandinOptions(args[0]);
        foreach (var (name, value) in environment) options._values[OptionName(name)] = value;
        for (var i = 1; i < args.Count; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 >= args.Count)
                throw new FormatException($"Argument {i + 1} must be a --name followed by a value.");
            options._values[args[i][2..]] = args[i + 1];
        }

        return options;
    }

    /// <summary>The text of an option, or null when it was not given or is empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The options whose name ends in a certain way, ordered by name; empty ones are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> EndingWith(string ending) =>
    [
        .. _values.Where(option => option.Key.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && option.Value.Length > 0)
            .OrderBy(option => option.Key, StringComparer.Ordinal),
    ];

    /// <summary>A number within <paramref name="least"/> and <paramref name="most"/>.</summary>
    /// <exception cref="FormatException">Not a number, or outside the range.</exception>
    public double Number(string name, double fallback, double least, double most)
    {
        if (Text(name) is not { } text) return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"--{name} must be a number within {least} and {most}."));
    }

    /// <summary>Seconds as a time span.</summary>
    public TimeSpan Seconds(string name, double fallback) => TimeSpan.FromSeconds(Number(name, fallback, 0, 86400));

    /// <summary>The address to listen on.</summary>
    public string Host => Text("host") ?? "127.0.0.1";

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port(int fallback) => (int)Number("port", fallback, 0, 65535);

    /// <summary>The release this process says it is.</summary>
    public string Release => Text("release") ?? "unknown";

    private static string OptionName(string variable) => variable.Replace('_', '-');
}
