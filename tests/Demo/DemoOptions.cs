namespace Pdp.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="Once">End after the story; else stay up until Ctrl-C.</param>
/// <param name="Json">One JSON object per step on standard output, nothing else.</param>
/// <param name="Help">Only explain.</param>
internal sealed record DemoOptions(bool Once, bool Json, bool Help)
{
    public const string Usage = """
        Plays the main job of the PDP agent from beginning to end: an embedded cluster, a control stub and an agent, as three
        processes that speak HTTPS and WSS on loopback.

          dotnet run --project tests/Demo                     play the story, then stay up to be used; Ctrl-C ends everything
          dotnet run --project tests/Demo -- --once           play the story and end
          dotnet run --project tests/Demo -- --once --json    the same, one JSON object per step: {"step", "ok", "ms", "detail"}

        Exit codes: 0 every step held, 1 a step did not hold, 2 the command line was not understood, 130 ended by Ctrl-C in the story.
        """;

    /// <summary>Reads the command line.</summary>
    /// <returns>The options, or null and what was not understood.</returns>
    public static DemoOptions? TryParse(IReadOnlyList<string> args, out string? unknown)
    {
        var options = new DemoOptions(false, false, false);
        unknown = null;
        foreach (var arg in args)
        {
            switch (arg)
            {
                case "--once":
                    options = options with { Once = true };
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--help" or "-h":
                    options = options with { Help = true };
                    break;
                default:
                    unknown = arg;
                    return null;
            }
        }

        return options;
    }
}
