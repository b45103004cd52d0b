using Pdp.History.Recording;
using Pdp.Simulation.Bugs;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>Plays one seed and shows all that happened.</summary>
internal static class Replay
{
    public static async Task<int> RunAsync(ulong seed, string? bug, string? history, CancellationToken cancellationToken)
    {
        if (!Pump.IsExact) return await AsWorkerAsync(seed, bug, history, cancellationToken);
        var result = Play.Run(seed, PlantedBug.Plant(bug) with { Reader = Console.WriteLine });
        Console.WriteLine();
        foreach (var (what, times) in result.Covered) Console.WriteLine($"  {what,-44} {times,10}");
        Console.WriteLine();
        if (result.Defect is { } defect) Console.WriteLine(defect);
        foreach (var violation in result.Violations) Console.WriteLine(violation.Message);
        Console.WriteLine($"Seed {seed}: {(result.IsGood ? "every rule held" : "broken")}, hash {result.Hash}, {result.Simulated:g} simulated.");
        if (history is not null)
        {
            await using var file = new StreamWriter(history);
            await HistoryFile.WriteAsync(file, result.Records, cancellationToken);
        }
        return result.IsGood ? 0 : 1;
    }

    private static async Task<int> AsWorkerAsync(ulong seed, string? bug, string? history, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--seed", $"{seed}", .. bug is null ? Array.Empty<string>() : ["--bug", bug],
            .. history is null ? Array.Empty<string>() : ["--history", Path.GetFullPath(history)],
        ];
        using var player = Workforce.Start(arguments);
        while (await player.StandardOutput.ReadLineAsync(cancellationToken) is { } line) Console.WriteLine(line);
        await player.WaitForExitAsync(cancellationToken);
        return player.ExitCode;
    }
}
