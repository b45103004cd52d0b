using System.Runtime.InteropServices;

namespace Pdp.LocalCluster.Measuring;

/// <summary>What processes have used by a moment.</summary>
/// <param name="Cpu">Processor time since they began, in user and system mode.</param>
/// <param name="MemoryBytes">Memory that is resident now; pages that several share count for each.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessUsage(TimeSpan Cpu, long MemoryBytes)
{
    public static ProcessUsage operator +(ProcessUsage left, ProcessUsage right) => new(left.Cpu + right.Cpu, left.MemoryBytes + right.MemoryBytes);
}
