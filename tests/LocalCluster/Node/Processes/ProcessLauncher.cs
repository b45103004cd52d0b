using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pdp.LocalCluster.Node.Processes;

/// <summary>
/// Starts the processes of pods so that none outlives this one. Each leads a process group of its own and asks the kernel to be killed
/// when its parent dies (<c>setpriv --pdeathsig KILL setsid</c>, both of util-linux); a <see cref="ProcessGuardian"/> kills the groups
/// when this process is gone, which takes grandchildren too and works where setpriv does not exist.
/// </summary>
/// <remarks>The kernel's rule is about the parent <em>thread</em>, so all are started by one that lives as long as the launcher.</remarks>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];
    private readonly ProcessGuardian _guardian = new();
    private readonly string? _setpriv = Commands.Find("setpriv");
    private readonly string? _setsid = Commands.Find("setsid");

    public ProcessLauncher() => new Thread(Work) { IsBackground = true, Name = "process launcher" }.Start();

    /// <summary>Starts a program.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public async Task<LocalProcess> StartAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<LocalProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() => Start(command, started), cancellationToken);
        return await started.Task;
    }

    public void Dispose()
    {
        _starts.CompleteAdding();
        _guardian.Dispose();
    }

    private void Work()
    {
        foreach (var start in _starts.GetConsumingEnumerable()) start();
        _starts.Dispose();
    }

    private void Start(ProcessCommand command, TaskCompletionSource<LocalProcess> started)
    {
        try
        {
            var process = new Process { StartInfo = Describe(command), EnableRaisingEvents = true };
            process.Start();
            process.StandardInput.Close();
            var group = _setsid is not null;
            _guardian.Watch(group ? -process.Id : process.Id);
            started.SetResult(new LocalProcess(process, group, _guardian));
        }
#pragma warning disable CA1031 // Whatever kept the program from starting belongs to the one who asked for it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            started.SetException(error);
        }
    }

    private ProcessStartInfo Describe(ProcessCommand command)
    {
        var program = Commands.Find(command.Arguments[0], command.Environment.GetValueOrDefault("PATH"))
            ?? throw new FileNotFoundException($"exec: \"{command.Arguments[0]}\": executable file not found in $PATH");
        string[] words = [.. _setpriv is null ? [] : (string[])[_setpriv, "--pdeathsig", "KILL"], .. _setsid is null ? [] : (string[])[_setsid], program, .. command.Arguments.Skip(1)];
        var info = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment.Clear();
        foreach (var (name, value) in command.Environment) info.Environment[name] = value;
        return info;
    }
}
