using System.Diagnostics;

namespace Pdp.Story.Processes;

/// <summary>A program of the story, run as its own process, its output kept in a file.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly OrphanGuard _guard;

    private ChildProcess(string name, Process process, ProcessLog log, OrphanGuard guard)
    {
        (Name, _process, Log, _guard) = (name, process, log, guard);
        Id = process.Id;
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Process id; still told after it ended.</summary>
    public int Id { get; }

    /// <summary>What it printed.</summary>
    public ProcessLog Log { get; }

    /// <summary>Whether it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the program; the guard ends it should this process die first.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program, or it may not be run.</exception>
    public static ChildProcess Start(ChildProcessOptions options, OrphanGuard guard)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(guard);
        var start = new ProcessStartInfo(options.Executable, options.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        var log = new ProcessLog(Path.Combine(options.LogDirectory, options.Name + ".log"));
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => log.Add(line.Data);
        process.Start();
        guard.Add(process.Id);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(options.Name, process, log, guard);
    }

    /// <summary>The first printed line that starts with a word, without that word.</summary>
    /// <exception cref="StoryException">The process ended first, or said nothing of the kind in time; carries its last lines.</exception>
    public async Task<string> LineAsync(string word, TimeSpan within, CancellationToken ct) =>
        await Poll.UntilAsync(
            $"{Name} to print '{word}'",
            () => Log.FirstStartingWith(word) is { } line ? line[word.Length..].Trim()
                : HasExited ? throw new StoryException($"{Name} ended with code {_process.ExitCode}:\n{Log.Tail(15)}")
                : null,
            within,
            ct);

    /// <summary>Waits until it ended by itself and everything it printed was read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await EndedAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once (SIGKILL), as a crash or the kernel's memory killer would.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        await EndedAsync(ct);
    }

    /// <summary>Holds it where it is (SIGSTOP), as a machine that sleeps or swaps would; <see cref="Resume"/> before it can be stopped.</summary>
    public void Pause() => Signals.Pause(Id);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Resume() => Signals.Resume(Id);

    /// <summary>Asks it to end (SIGTERM); after ten seconds it is killed.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> StopAsync(CancellationToken ct)
    {
        if (HasExited)
        {
            return _process.ExitCode;
        }

        Signals.Terminate(Id);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StopLimit);
        try
        {
            await EndedAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await KillAsync(ct);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _guard.Remove(Id);
        _process.Dispose();
        Log.Dispose();
    }

    private async Task EndedAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        _guard.Remove(Id);
    }
}
