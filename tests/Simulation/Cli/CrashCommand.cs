using Pdp.Simulation.Crashes;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Cli;

/// <summary>Plays rollouts with an agent that dies in them.</summary>
internal static class CrashCommand
{
    public static async Task<int> RunAsync(string rollouts, string? at, string? bug, bool isWorker, CancellationToken cancellationToken)
    {
        string[] names = rollouts == "all" ? [.. RolloutCases.All.Select(rollout => rollout.Name)] : rollouts.Split(',');
        if (names.FirstOrDefault(name => RolloutCases.Find(name) is null) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"--crashes: there is no rollout called '{unknown}'.");
            return 2;
        }
        if (isWorker) return await CrashWork.WorkAsync(names, bug);
        if (at is not null) return await ReplayAsync(names[0], at, bug, cancellationToken);
        var bad = 0;
        await foreach (var result in CrashWork.PlayAsync(names, bug, Environment.ProcessorCount, cancellationToken))
        {
            Console.WriteLine($"{result.Case,-28} {result.Plays,5} plays {result.Deaths,5} deaths {result.Findings.Count,5} wrong ends");
            foreach (var finding in result.Findings) Console.WriteLine($"  {finding}");
            if (!result.IsGood) bad++;
        }
        return bad == 0 ? 0 : 1;
    }

    private static async Task<int> ReplayAsync(string name, string at, string? bug, CancellationToken cancellationToken)
    {
        if (!Pump.IsExact) return await CrashWork.AloneAsync(name, at, bug, cancellationToken);
        var result = CrashMatrix.Replay(name, [.. at.Split(',').Where(point => point != "nowhere").Select(KillPoint.Parse)], bug, Console.WriteLine);
        foreach (var finding in result.Findings) Console.WriteLine(finding);
        Console.WriteLine($"{name} at {at}: {(result.IsGood ? "as it has to be" : "wrong")}, {result.Deaths} deaths.");
        return result.IsGood ? 0 : 1;
    }
}
