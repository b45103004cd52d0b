using System.Text.Json;
using Pdp.Simulation.Bugs;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>Plays seeds one after another in this process, and prints each result as a line of JSON.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(Order order)
    {
        if (!Pump.IsExact) throw new InvalidOperationException("A worker is started by the command itself.");
        for (var n = 0; n < order.Seeds; n++)
        {
            var result = Play.Run(order.From + ((ulong)n * order.Step), PlantedBug.Plant(order.Bug));
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result, ResultJson.Default.PlayResult));
            // What hangs in a loop cannot be ended but with its process.
            if (result.Spins) return 1;
        }
        return 0;
    }
}
