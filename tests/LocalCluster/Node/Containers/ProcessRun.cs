using Pdp.LocalCluster.Node.Logs;
using Pdp.LocalCluster.Node.Processes;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>A run that is a local process; both its streams go to the log.</summary>
internal sealed class ProcessRun : IContainerRun
{
    // Output of something the program left behind must not keep the container from having ended.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);

    private readonly LocalProcess _process;

    public ProcessRun(LocalProcess process, ContainerLog log, TimeProvider time)
    {
        _process = process;
        Exited = EndAsync(Task.WhenAll(CaptureAsync(process.Output, "stdout", log), CaptureAsync(process.Error, "stderr", log)), log, time);
    }

    public Task<int> Exited { get; }

    public int? ProcessId => _process.Id;

    public void Terminate() => _process.Terminate();

    public void Kill() => _process.Kill();

    private async Task<int> EndAsync(Task captured, ContainerLog log, TimeProvider time)
    {
        var exitCode = await _process.Exited;
        await Task.WhenAny(captured, Task.Delay(OutputGrace, time, CancellationToken.None));
        log.Complete();
        return exitCode;
    }

    private static async Task CaptureAsync(Stream output, string stream, ContainerLog log)
    {
        await using var _ = output;
        var buffer = new byte[32 * 1024];
        var held = 0;
        try
        {
            while (await output.ReadAsync(buffer.AsMemory(held)) is > 0 and var read)
            {
                var available = held + read;
                var taken = log.Append(stream, buffer.AsSpan(0, available), last: false);
                held = available - taken;
                buffer.AsSpan(taken, held).CopyTo(buffer);
            }
        }
        catch (IOException)
        {
            // The pipe broke with the process: what came is kept.
        }

        if (held > 0) log.Append(stream, buffer.AsSpan(0, held), last: true);
    }
}
