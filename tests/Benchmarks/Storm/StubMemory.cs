using System.Globalization;
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
        var figures = answer.MustBeOk("GET /metrics").Text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return new StubMemory(figures["process_resident_memory_bytes"], figures["dotnet_gc_heap_live_bytes"], figures["dotnet_gc_committed_bytes"]);
    }
}
