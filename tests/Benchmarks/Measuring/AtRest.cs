using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Measuring;

/// <summary>What the agent costs while nothing changes.</summary>
internal static class AtRest
{
    private const double MebiByte = 1024 * 1024;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, string when, TimeSpan rest, CancellationToken ct)
    {
        var audit = new AuditTrail(stage.EmbeddedCluster?.AuditLog);
        var mark = await audit.MarkAsync(ct);
        var busy = stage.Agent.Process!.ProcessorTime;
        await Task.Delay(rest, TimeProvider.System, ct);
        var requests = (await audit.RequestsAsync(mark, ct)).Count;
        var worked = stage.Agent.Process.ProcessorTime - busy;
        return
        [
            new($"agent memory (resident), {when}", stage.Agent.Process.ResidentBytes / MebiByte, "MiB"),
            new($"agent processor time, {when}", worked / rest * 100, "% of a core"),
            new($"API requests a minute, {when}", requests / rest.TotalMinutes, "requests"),
        ];
    }
}
