using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>
/// Plays seeds in processes of their own, each with one processor, which is what makes a play exact. One that dies or hangs costs the seed
/// it played, which is reported as broken, and no other.
/// </summary>
internal static class Workforce
{
    /// <summary>Plays; results come in the order in which they are ready.</summary>
    public static async IAsyncEnumerable<PlayResult> PlayAsync(
        Order order, int processes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = Channel.CreateUnbounded<PlayResult>();
        var playing = Task.WhenAll(Shares(order, processes).Select(share => WorkAsync(share, results.Writer, cancellationToken)))
            .ContinueWith(done => results.Writer.TryComplete(done.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (var result in results.Reader.ReadAllAsync(cancellationToken)) yield return result;
        await playing;
    }

    /// <summary>A process of this program that plays exactly.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Pdp.Simulation"), arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        // Thousands of short stories: what optimizes long ones only costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static IEnumerable<Order> Shares(Order order, int processes) =>
        from worker in Enumerable.Range(0, processes)
        let seeds = (order.Seeds - worker + processes - 1) / processes
        where seeds > 0
        select order with { From = order.From + ((ulong)worker * order.Step), Seeds = seeds, Step = order.Step * (ulong)processes };

    private static async Task WorkAsync(Order share, ChannelWriter<PlayResult> results, CancellationToken cancellationToken)
    {
        for (var left = share; left.Seeds > 0;)
        {
            using var worker = Start(left.Arguments());
            await using var end = cancellationToken.Register(worker.Kill);
            while (await worker.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var result = JsonSerializer.Deserialize(line, ResultJson.Default.PlayResult)!;
                left = left.After(result.Seed);
                await results.WriteAsync(result, cancellationToken);
            }
            await worker.WaitForExitAsync(cancellationToken);
            if (worker.ExitCode == 0 || left.Seeds == 0) return;
            if (worker.ExitCode == 1) continue;
            await results.WriteAsync(PlayResult.Lost(left.From, $"The process ended with code {worker.ExitCode}."), cancellationToken);
            left = left.After(left.From);
        }
    }
}
