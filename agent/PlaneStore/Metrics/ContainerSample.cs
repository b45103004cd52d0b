namespace Pdp.PlaneStore.Metrics;

/// <summary>What one container used at one time. Null is what nobody told.</summary>
/// <param name="Time">Milliseconds since 1970, UTC.</param>
/// <param name="Cpu">CPU used, billionths of a core.</param>
/// <param name="Memory">Working set, bytes.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="CpuRequest">CPU asked for, billionths of a core.</param>
/// <param name="CpuLimit">Most CPU, billionths of a core.</param>
/// <param name="MemoryRequest">Memory asked for, bytes.</param>
/// <param name="MemoryLimit">Most memory, bytes.</param>
public sealed record ContainerSample(
    long Time,
    long? Cpu = null,
    long? Memory = null,
    long? Restarts = null,
    long? CpuRequest = null,
    long? CpuLimit = null,
    long? MemoryRequest = null,
    long? MemoryLimit = null)
{
    /// <summary>The value of a measure.</summary>
    public long? this[Measure measure] => measure switch
    {
        Measure.Cpu => Cpu,
        Measure.Memory => Memory,
        Measure.Restarts => Restarts,
        Measure.CpuRequest => CpuRequest,
        Measure.CpuLimit => CpuLimit,
        Measure.MemoryRequest => MemoryRequest,
        Measure.MemoryLimit => MemoryLimit,
        _ => null,
    };
}
