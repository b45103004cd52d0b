using System.Text.Json;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>The fleet as a process of its own: <c>storm-fleet FILE</c>. Prints its counts five times a second until it is told to stop.</summary>
internal static class FleetHost
{
    public const string Command = "storm-fleet";
    public const string CountsWord = "counts ";

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(string optionsFile, CancellationToken ct)
    {
        // More threads than processors only to begin with: the pool must not grow one by one while thousands dial.
        ThreadPool.SetMinThreads(Environment.ProcessorCount * 4, Environment.ProcessorCount * 4);
        var options = JsonSerializer.Deserialize<FleetOptions>(await File.ReadAllTextAsync(optionsFile, ct), JsonSerializerOptions.Web)!;
        await using var fleet = AgentFleet.Start(options);
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        try
        {
            do
            {
                await Console.Out.WriteLineAsync(CountsWord + JsonSerializer.Serialize(fleet.Counts, JsonSerializerOptions.Web));
            }
            while (!fleet.Completion.IsFaulted && await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
            return 0;
        }

        await fleet.Completion;
        return 0;
    }
}
