using System.Diagnostics;

namespace Pdp.LocalCluster.Node.Processes;

/// <summary>A running program. Its output must be read to the end for <see cref="Exited"/> to say so.</summary>
internal sealed class LocalProcess
{
    private readonly Process _process;
    private readonly bool _leadsGroup;
    private readonly ProcessGuardian _guardian;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LocalProcess(Process process, bool leadsGroup, ProcessGuardian guardian)
    {
        (_process, _leadsGroup, _guardian) = (process, leadsGroup, guardian);
        Id = process.Id;
        process.Exited += (_, _) => Ended();
        // It may have ended before anybody listened.
        if (process.HasExited) Ended();
    }

    public int Id { get; }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>The exit code, or 128 and the signal that ended it.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Asks the program to end, and only it: what it started is its own to end.</summary>
    public void Terminate()
    {
        // The number may be somebody else's once the process is gone.
        if (!Exited.IsCompleted) Signals.Send(Id, Signals.Terminate);
    }

    /// <summary>Ends it and everything it started, at once.</summary>
    public void Kill()
    {
        if (!Exited.IsCompleted) Signals.Send(_leadsGroup ? -Id : Id, Signals.Kill);
    }

    private void Ended()
    {
        // What the program left behind goes with it, as with a container.
        if (_leadsGroup) Signals.Send(-Id, Signals.Kill);
        _guardian.Forget(_leadsGroup ? -Id : Id);
        _exited.TrySetResult(_process.ExitCode);
    }
}
