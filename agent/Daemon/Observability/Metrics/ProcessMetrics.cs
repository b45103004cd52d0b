using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Observability.Metrics;

/// <summary>The process itself, under the names every Prometheus knows processes by, and which build it is.</summary>
internal sealed class ProcessMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Process";

    private const string Descriptors = "/proc/self/fd";

    /// <param name="meters">The process'.</param>
    /// <param name="version">The build's version.</param>
    public ProcessMetrics(IMeterFactory meters, string version)
    {
        var meter = meters.Create(MeterName);
        var plain = version.Split('+', 2);
        var build = new Measurement<int>(1, new("version", plain[0]), new("commit", plain.Length > 1 ? plain[1] : ""));
        meter.CreateObservableGauge("pdp.agent.build.info", () => build, null, "Always 1; the labels say which build this is.");
        meter.CreateObservableCounter("process.cpu", () => Of(process => process.TotalProcessorTime.TotalSeconds), "s", "Processor time used, in user and system mode.");
        meter.CreateObservableGauge("process.resident.memory", () => Of(process => process.WorkingSet64), "By", "Memory that is resident.");
        meter.CreateObservableGauge("process.virtual.memory", () => Of(process => process.VirtualMemorySize64), "By", "Memory that is mapped.");
        meter.CreateObservableGauge("process.threads", () => Of(process => process.Threads.Count), "{thread}", "Threads of the operating system.");
        meter.CreateObservableGauge("process.start.time", () => Of(StartedAt), "s", "When it began, seconds since 1970.");
        if (Directory.Exists(Descriptors))
            meter.CreateObservableGauge("process.open.fds", () => Directory.EnumerateFileSystemEntries(Descriptors).Count(), "{file}", "Files and sockets that are open.");
    }

    private static double StartedAt(Process process) => (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    private static T Of<T>(Func<Process, T> value)
    {
        using var process = Process.GetCurrentProcess();
        return value(process);
    }
}
