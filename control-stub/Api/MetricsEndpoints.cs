using System.Globalization;
using System.Text;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Api;

/// <summary>What the process does and costs now, in the Prometheus text format 0.0.4. Numbers of this process only, no names of planes.</summary>
internal sealed class MetricsEndpoints(SessionDirectory sessions, AdmissionQueue line, ThrownExceptions thrown)
{
    private const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.On("GET", "/metrics", new RouteNeeds(OperatorAction.ReadAbout), _ => Task.FromResult<IResult>(TypedResults.Text(Text(), MediaType)));

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var (name, type, help, value) in Figures())
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value:R}\n");
        return text.ToString();
    }

    private IEnumerable<(string Name, string Type, string Help, double Value)> Figures()
    {
        yield return ("pdp_control_sessions", "gauge", "Connections of agents, from the upgrade on.", sessions.Count);
        yield return ("pdp_control_handshakes", "gauge", "Connections at the handshake.", line.AtWork);
        yield return ("pdp_control_handshakes_waiting", "gauge", "Connections in line before the handshake.", line.Waiting);
        yield return ("pdp_control_handshakes_per_second", "gauge", "Handshakes this machine manages, as measured while others waited.", line.PerSecond);
        yield return ("pdp_control_ack_timeouts_total", "counter", "Sessions ended because intents stayed unacknowledged.", sessions.AckTimeouts);
        yield return ("dotnet_exceptions_total", "counter", "Exceptions thrown, those that were handled included.", thrown.Count);
        var collector = GC.GetGCMemoryInfo();
        yield return ("dotnet_gc_heap_bytes", "gauge", "Managed objects, those not collected yet included.", GC.GetTotalMemory(false));
        yield return ("dotnet_gc_heap_live_bytes", "gauge", "The managed heap after the last collection.", collector.HeapSizeBytes);
        yield return ("dotnet_gc_committed_bytes", "gauge", "Memory the managed heap took from the system.", collector.TotalCommittedBytes);
        yield return ("process_resident_memory_bytes", "gauge", "Resident memory.", Environment.WorkingSet);
        yield return ("process_cpu_seconds_total", "counter", "Processor time.", Environment.CpuUsage.TotalTime.TotalSeconds);
    }
}
