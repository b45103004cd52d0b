using System.Globalization;

namespace Pdp.Benchmarks.Storm;

/// <summary>How hard it blows.</summary>
/// <param name="Agents">Agents at once. 10..60,000. Default 15,000.</param>
/// <param name="Back">The number of agents whose return is timed beside that of 99 %. Default 10,000, or all when there are fewer.</param>
/// <param name="Intents">Intents delivered, each to another agent while there are enough. Default 5,000.</param>
/// <param name="Json">Print JSON instead of a table.</param>
internal sealed record StormOptions(int Agents = 15_000, int Back = 10_000, int Intents = 5_000, bool Json = false)
{
    public const string Usage =
        "storm [--agents COUNT] [--back COUNT] [--intents COUNT] [--json]\n" +
        "  --agents   light agents held at one control plane, 10..60000, default 15000\n" +
        "  --back     agents whose return after a restart is timed beside that of 99 %, default 10000\n" +
        "  --intents  intents delivered through the operators' API, 1..1000000, default 5000\n" +
        "  --json     print JSON instead of a table";

    /// <summary>Reads the command line; null, with what is wrong, when it cannot be.</summary>
    public static StormOptions? Read(IReadOnlyList<string> arguments, out string error)
    {
        var options = new StormOptions();
        error = "";
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--json")
            {
                options = options with { Json = true };
                continue;
            }

            var number = 0;
            var isNumber = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
            options = (arguments[i], number) switch
            {
                ("--agents", >= 10 and <= 60_000) when isNumber => options with { Agents = number },
                ("--back", > 0) when isNumber => options with { Back = number },
                ("--intents", >= 1 and <= 1_000_000) when isNumber => options with { Intents = number },
                _ => null,
            };
            if (options is null)
            {
                error = $"cannot make sense of '{string.Join(' ', arguments.Skip(i).Take(2))}'";
                return null;
            }

            i++;
        }

        return options with { Back = Math.Min(options.Back, options.Agents) };
    }
}
