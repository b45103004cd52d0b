using System.Globalization;

namespace Pdp.Simulation.Cli;

/// <summary>Which seeds to play.</summary>
/// <param name="From">The first.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Step">From one to the next.</param>
/// <param name="Bug">Name of a planted bug; null for none.</param>
internal sealed record Order(ulong From, int Seeds, ulong Step = 1, string? Bug = null)
{
    /// <summary>The arguments by which a worker is told.</summary>
    public IEnumerable<string> Arguments()
    {
        yield return "--worker";
        foreach (var (name, value) in new[] { ("--from", (object)From), ("--seeds", Seeds), ("--step", Step) })
        {
            yield return name;
            yield return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
        if (Bug is null) yield break;
        yield return "--bug";
        yield return Bug;
    }

    /// <summary>What is left after a seed.</summary>
    public Order After(ulong seed) => this with { From = seed + Step, Seeds = Seeds - (int)((seed - From) / Step) - 1 };
}
