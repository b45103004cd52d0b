using System.Diagnostics;
using System.Globalization;

namespace Pdp.LocalCluster.Node.Processes;

/// <summary>
/// A shell that waits at the other end of a pipe. It is told which process groups live; when the pipe closes, because this process
/// ended in whatever way, it kills those that are left. (<c>kill -9 -ID</c> is the one form every shell's own kill reads.)
/// </summary>
internal sealed class ProcessGuardian : IDisposable
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' HUP INT TERM
        live=' '
        while read -r what id; do
          case $what in
            +) live="$live$id " ;;
            -) case $live in *" $id "*) live="${live%% $id *} ${live#* $id }" ;; esac ;;
          esac
        done
        for id in $live; do
          case $id in 0|1|-0|-1) ;; *) kill -9 "$id" ;; esac
        done
        """;

    private readonly Lock _lock = new();
    private readonly Process? _shell;

    public ProcessGuardian()
    {
        if (Commands.Find("sh") is not { } shell) return;
        string[] words = [.. Commands.Find("setsid") is { } setsid ? (string[])[setsid] : [], shell, "-c", Script];
        // A session of its own: a Ctrl-C at the terminal is not meant for it.
        _shell = Process.Start(new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardInput = true, UseShellExecute = false });
    }

    /// <summary>To be killed when this process is gone; a negative id is a group.</summary>
    public void Watch(int id) => Tell('+', id);

    /// <summary>Has ended.</summary>
    public void Forget(int id) => Tell('-', id);

    public void Dispose()
    {
        lock (_lock)
        {
            _shell?.StandardInput.Dispose();
            _shell?.Dispose();
        }
    }

    private void Tell(char what, int id)
    {
        try
        {
            lock (_lock)
            {
                _shell?.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {id}"));
                _shell?.StandardInput.Flush();
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The cluster stops and has closed the pipe: the shell kills what is left.
        }
    }
}
