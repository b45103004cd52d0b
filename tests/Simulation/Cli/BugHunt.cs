using System.Text.Json;
using Pdp.Simulation.Bugs;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>Looks for every planted bug, seed by seed, until the rule it breaks has noticed it.</summary>
internal static class BugHunt
{
    /// <summary>Hunts in processes of their own.</summary>
    public static async Task<IReadOnlyList<Quarry>> RunAsync(int processes, CancellationToken cancellationToken)
    {
        var packs = PlantedBug.All.Index().GroupBy(bug => bug.Index % processes, bug => bug.Item.Name);
        var found = await Task.WhenAll(packs.Select(pack => PackAsync(pack, cancellationToken)));
        return [.. found.SelectMany(quarries => quarries)];
    }

    /// <summary>Hunts some bugs in this process, and prints what came of each as a line of JSON.</summary>
    public static async Task<int> WorkAsync(string names)
    {
        if (!Pump.IsExact) throw new InvalidOperationException("A hunter is started by the command itself.");
        foreach (var name in names.Split(','))
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(Hunt(PlantedBug.Find(name)!), ResultJson.Default.Quarry));
        return 0;
    }

    private static async Task<IReadOnlyList<Quarry>> PackAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        using var hunter = Workforce.Start(["--hunt", string.Join(',', names)]);
        await using var end = cancellationToken.Register(hunter.Kill);
        var quarries = new List<Quarry>();
        while (await hunter.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            quarries.Add(JsonSerializer.Deserialize(line, ResultJson.Default.Quarry)!);
        await hunter.WaitForExitAsync(cancellationToken);
        return quarries;
    }

    private static Quarry Hunt(PlantedBug bug)
    {
        var broken = new SortedSet<string>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= (ulong)bug.Seeds; seed++)
        {
            var result = Play.Run(seed, PlantedBug.Plant(bug.Name));
            broken.UnionWith(result.Violations.Select(violation => violation.Invariant));
            if (broken.Contains(bug.Breaks)) return new Quarry(bug.Name, seed, [.. broken]);
        }
        return new Quarry(bug.Name, null, [.. broken]);
    }
}

/// <summary>A planted bug, and whether it was found.</summary>
/// <param name="Bug">Its name.</param>
/// <param name="FoundAt">The seed in which the rule it breaks noticed it; null when none did.</param>
/// <param name="Broken">Every rule that noticed something.</param>
internal sealed record Quarry(string Bug, ulong? FoundAt, IReadOnlyList<string> Broken);
