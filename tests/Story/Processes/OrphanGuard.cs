using System.Diagnostics;

namespace Pdp.Story.Processes;

/// <summary>
/// Ends what the story started should the story itself be killed. A shell reads process ids from a pipe that closes when this process
/// dies, however it dies; then it asks those that are left to end, and after five seconds makes them.
/// </summary>
/// <remarks>The kernel's own way (a parent-death signal) is bound to the thread that started the child, and threads of a pool come and
/// go. The embedded cluster sees to its pods in the same situation.</remarks>
public sealed class OrphanGuard : IDisposable
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        pids=
        while read -r sign pid; do
          left=
          for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done
          if [ "$sign" = + ]; then pids="$left $pid"; else pids=$left; fi
        done
        [ -z "$pids" ] && exit 0
        for p in $pids; do kill -TERM "$p"; done
        for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
          left=
          for p in $pids; do kill -0 "$p" && left="$left $p"; done
          [ -z "$left" ] && exit 0
          sleep 0.1
        done
        for p in $left; do kill -KILL "$p"; done
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell;
    private bool _closed;

    /// <summary>Starts the guard; it costs one sleeping shell.</summary>
    public OrphanGuard()
    {
        _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Process id of the shell.</summary>
    public int Id => _shell.Id;

    /// <summary>Guards a process.</summary>
    public void Add(int processId) => Tell('+', processId);

    /// <summary>Forgets a process that ended: its id may be given to a stranger.</summary>
    public void Remove(int processId) => Tell('-', processId);

    /// <summary>Ends whatever is still guarded.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _shell.StandardInput.Close();
        }

        _shell.WaitForExit(TimeSpan.FromSeconds(10));
        _shell.Dispose();
    }

    private void Tell(char sign, int processId)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _shell.StandardInput.Write($"{sign} {processId}\n");
                _shell.StandardInput.Flush();
            }
        }
    }
}
