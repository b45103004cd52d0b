using System.Text.Json;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Scenarios;

namespace Pdp.Simulation.Cli;

/// <summary>Plays thirty days without a control plane, in a process of its own, and prints what came of it as JSON.</summary>
internal static class ThirtyDays
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var result = await PlayAsync(cancellationToken);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result, ResultJson.Default.ThirtyDaysResult));
        return result.Violations.Count == 0 ? 0 : 1;
    }

    public static async Task<ThirtyDaysResult> PlayAsync(CancellationToken cancellationToken)
    {
        if (Pump.IsExact) return ThirtyDaysOffline.Run();
        using var player = Workforce.Start(["--thirty-days"]);
        await using var end = cancellationToken.Register(player.Kill);
        var told = await player.StandardOutput.ReadToEndAsync(cancellationToken);
        return JsonSerializer.Deserialize(told, ResultJson.Default.ThirtyDaysResult)!;
    }
}
