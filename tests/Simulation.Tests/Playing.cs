using Pdp.Simulation.Cli;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Tests;

/// <summary>Plays seeds as the command does: in processes of their own.</summary>
internal static class Playing
{
    public const int Processes = 2;

    public static async Task<IReadOnlyList<PlayResult>> PlayAsync(ulong from, int seeds, int processes = Processes)
    {
        var order = new Order(from, seeds);
        var results = new List<PlayResult>();
        await foreach (var result in Workforce.PlayAsync(order, processes, TestContext.Current.CancellationToken)) results.Add(result);
        return [.. results.OrderBy(result => result.Seed)];
    }

    /// <summary>What a person needs who has to look into it.</summary>
    public static string Describe(IEnumerable<PlayResult> bad) => string.Join('\n', bad.Select(result =>
        $"seed {result.Seed} (dotnet run -c Release --project tests/Simulation -- --seed {result.Seed}):\n"
        + string.Join('\n', result.Violations.Select(violation => violation.Message).Prepend(result.Defect ?? ""))));
}
