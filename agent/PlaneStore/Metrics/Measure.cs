namespace Pdp.PlaneStore.Metrics;

/// <summary>What is sampled of a container. The numbers are the order of the columns in a chunk: never change one.</summary>
public enum Measure
{
    /// <summary>CPU used, billionths of a core.</summary>
    Cpu = 0,

    /// <summary>Working set, bytes.</summary>
    Memory = 1,

    /// <summary>How often it was started again.</summary>
    Restarts = 2,

    /// <summary>CPU asked for, billionths of a core.</summary>
    CpuRequest = 3,

    /// <summary>Most CPU, billionths of a core.</summary>
    CpuLimit = 4,

    /// <summary>Memory asked for, bytes.</summary>
    MemoryRequest = 5,

    /// <summary>Most memory, bytes.</summary>
    MemoryLimit = 6,
}
