using System.Runtime.InteropServices;

namespace Pdp.Benchmarks.Reporting;

/// <summary>Where the figures were measured; they mean nothing without it.</summary>
internal sealed record Machine(int Processors, long MemoryMiB, string System, string Runtime)
{
    public static Machine This() => new(
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024 / 1024,
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription);
}
