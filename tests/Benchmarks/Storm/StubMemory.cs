using Pdp.Benchmarks.Measuring;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Storm;

/// <summary>What the stub says it holds; bytes.</summary>
/// <param name="Resident">Resident memory.</param>
/// <param name="Live">The managed heap after its last collection.</param>
/// <param name="Committed">What the managed heap took from the system.</param>
internal sealed record StubMemory(double Resident, double Live, double Committed)
{
    public static async Task<StubMemory> OfAsync(ControlPlane stub, CancellationToken ct)
    {
        var answer = await stub.Api.SendAsync(HttpMethod.Get, "/metrics", null, "", ct);
        var figures = new MetricsPage(answer.MustBeOk("GET /metrics").Text);
        return new StubMemory(figures["process_resident_memory_bytes"], figures["dotnet_gc_heap_live_bytes"], figures["dotnet_gc_committed_bytes"]);
    }
}
