using System.CommandLine;
using Pdp.Simulation.Bugs;
using Pdp.Simulation.Crashes;

namespace Pdp.Simulation.Cli;

/// <summary>The command line of the simulated world.</summary>
internal static class SimulationCommand
{
    private const string Description =
        """
        Plays the real agent and the real control plane in a simulated world, seed by seed, and judges every history.

          dotnet run -c Release --project tests/Simulation -- --seeds 10000      # play many
          dotnet run -c Release --project tests/Simulation -- --seed 4711        # play one again and show it
          dotnet run -c Release --project tests/Simulation -- --crashes all      # kill the agent at every write of every rollout

        Exit codes: 0 every rule held, 1 a rule was broken, 2 wrong usage.
        """;

    private static readonly Option<int> _seeds = new("--seeds") { Description = "How many seeds to play.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<ulong> _from = new("--from") { Description = "The first of them.", DefaultValueFactory = _ => 1 };
    private static readonly Option<ulong?> _seed = new("--seed") { Description = "Plays this one alone and shows what happened." };
    private static readonly Option<int> _processes = new("--processes")
    {
        Description = "Processes that play side by side.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<string?> _bug = new("--bug")
    {
        Description = $"Plants a bug that should be found: {string.Join(", ", PlantedBug.All.Select(bug => bug.Name))}.",
    };

    private static readonly Option<string?> _history = new("--history") { Description = "With --seed: a file for the history, as JSON lines." };
    private static readonly Option<bool> _thirtyDays = new("--thirty-days") { Description = "Plays thirty days without a control plane." };
    private static readonly Option<string?> _crashes = new("--crashes")
    {
        Description = $"Kills the agent before and after every write of rollouts: all, random-SEED, or some of {string.Join(", ", RolloutCases.All)}.",
    };

    private static readonly Option<string?> _at = new("--at") { Description = "With --crashes and one rollout: plays one cell alone and shows it, as before-7 or after-3,before-9." };
    private static readonly Option<ulong> _step = new("--step") { Hidden = true, DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> _hunt = new("--hunt") { Hidden = true };
    private static readonly Option<bool> _worker = new("--worker") { Hidden = true };

    /// <summary>Runs a command.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(Description) { _seeds, _from, _seed, _processes, _bug, _history, _thirtyDays, _crashes, _at, _step, _hunt, _worker };
        root.Validators.Add(result =>
        {
            if (result.GetResult(_seeds) is { Implicit: false } && result.GetValue(_seeds) < 1) result.AddError("--seeds: must be 1 or more.");
            if (result.GetResult(_processes) is { Implicit: false } && result.GetValue(_processes) < 1) result.AddError("--processes: must be 1 or more.");
            if (result.GetValue(_bug) is { } name && PlantedBug.Find(name) is null && CrashBug.Find(name) is null) result.AddError($"--bug: there is none called '{name}'.");
        });
        root.SetAction((parsed, cancellationToken) =>
        {
            var order = new Order(parsed.GetValue(_from), parsed.GetValue(_seeds), parsed.GetValue(_step), parsed.GetValue(_bug));
            if (parsed.GetValue(_thirtyDays)) return ThirtyDays.RunAsync(cancellationToken);
            if (parsed.GetValue(_hunt) is { } bugs) return BugHunt.WorkAsync(bugs);
            if (parsed.GetValue(_crashes) is { } rollouts) return CrashCommand.RunAsync(rollouts, parsed.GetValue(_at), parsed.GetValue(_bug), parsed.GetValue(_worker), cancellationToken);
            if (parsed.GetValue(_worker)) return Worker.RunAsync(order);
            return parsed.GetValue(_seed) is { } seed
                ? Replay.RunAsync(seed, order.Bug, parsed.GetValue(_history), cancellationToken)
                : PlayManyAsync(order, parsed.GetValue(_processes), cancellationToken);
        });
        return root.Parse(arguments).InvokeAsync();
    }

    private static async Task<int> PlayManyAsync(Order order, int processes, CancellationToken cancellationToken)
    {
        var report = new Report(order.Bug);
        await foreach (var result in Workforce.PlayAsync(order, processes, cancellationToken)) report.Add(result);
        report.Print(Console.Out);
        return report.IsGood ? 0 : 1;
    }
}
