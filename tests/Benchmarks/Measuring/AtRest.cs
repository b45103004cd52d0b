using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Benchmarks.Measuring;

/// <summary>What agent and control plane cost while nothing changes.</summary>
internal static class AtRest
{
    private const double MebiByte = 1024 * 1024;
    private const string Exceptions = "dotnet_exceptions_total";

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, string when, TimeSpan rest, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = stage.Agent.ApiUrl };
        var audit = new AuditTrail(stage.EmbeddedCluster?.AuditLog);
        var mark = await audit.MarkAsync(ct);
        var (agent, control) = (await AgentAsync(http, ct), await ControlAsync(stage.Control, ct));
        var (agentBusy, controlBusy) = (stage.Agent.Process!.ProcessorTime, stage.Control.Process!.ProcessorTime);
        await Task.Delay(rest, TimeProvider.System, ct);
        var requests = await audit.RequestsAsync(mark, ct);
        var (agentAfter, controlAfter) = (await AgentAsync(http, ct), await ControlAsync(stage.Control, ct));
        foreach (var (series, by) in agentAfter.Rose(Exceptions, agent))
        {
            await Console.Error.WriteLineAsync($"  thrown by the agent {when}: {series} {by:0}");
        }

        return
        [
            new($"agent memory (resident), {when}", stage.Agent.Process.ResidentBytes / MebiByte, "MiB"),
            new($"agent memory (managed, after the last collection), {when}", agentAfter.Sum("dotnet_gc_last_collection_heap_size_bytes") / MebiByte, "MiB"),
            new($"agent memory (managed, taken from the system), {when}", agentAfter.Sum("dotnet_gc_last_collection_memory_committed_size_bytes") / MebiByte, "MiB"),
            new($"agent processor time, {when}", (stage.Agent.Process.ProcessorTime - agentBusy) / rest * 100, "% of a core"),
            new($"agent exceptions a minute, {when}", (agentAfter.Sum(Exceptions) - agent.Sum(Exceptions)) / rest.TotalMinutes, "exceptions"),
            new($"API requests a minute, {when}", requests.Count / rest.TotalMinutes, "requests"),
            .. RequestKinds.Figures("a minute at rest", requests, rest.TotalMinutes),
            new($"control plane memory (resident), {when}", stage.Control.Process.ResidentBytes / MebiByte, "MiB"),
            new($"control plane processor time, {when}", (stage.Control.Process.ProcessorTime - controlBusy) / rest * 100, "% of a core"),
            new($"control plane exceptions a minute, {when}", (controlAfter.Sum(Exceptions) - control.Sum(Exceptions)) / rest.TotalMinutes, "exceptions"),
        ];
    }

    private static async Task<MetricsPage> AgentAsync(HttpClient http, CancellationToken ct) =>
        new(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), ct));

    private static async Task<MetricsPage> ControlAsync(ControlPlane control, CancellationToken ct) =>
        new((await control.Api.SendAsync(HttpMethod.Get, "/metrics", null, "", ct)).MustBeOk("GET /metrics").Text);
}
