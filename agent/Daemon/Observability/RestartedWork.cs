namespace Pdp.Daemon.Observability;

/// <summary>Work of the leader beside reconciling: whatever ends it is told, and it is begun anew after a pause. It ends nothing else.</summary>
internal sealed class RestartedWork(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private volatile string? _trouble;

    /// <summary>Why it does not go on now; null while it does, or is not asked to.</summary>
    public string? Trouble => _trouble;

    /// <summary>It works again, as far as can be said.</summary>
    public void Begun() => _trouble = null;

    /// <summary>Works until cancelled.</summary>
    /// <param name="work">The work; says <see cref="Begun"/> when what it needs is open.</param>
    /// <param name="failed">Told each time why it ended.</param>
    /// <param name="term">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken term)
    {
        while (!term.IsCancellationRequested)
        {
            try
            {
                await work(term);
            }
            catch (OperationCanceledException) when (term.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever it was: what is collected helps people to see, and must not keep the agent from its work.
            catch (Exception why)
#pragma warning restore CA1031
            {
                _trouble = why.Message;
                failed(why);
            }
            await Task.Delay(Pause, time, term).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _trouble = null;
    }
}
