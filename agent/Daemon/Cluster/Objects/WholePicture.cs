namespace Pdp.Daemon.Cluster.Objects;

/// <summary>Whether a kind has been told in full, for those who wait for it. Guarded by the lock of whoever is told.</summary>
internal sealed class WholePicture
{
    private TaskCompletionSource _there = New();
    private int _since;

    /// <summary>Completes with a whole picture, or fails with why the last attempt to get one failed while there is none.</summary>
    public Task Task => _there.Task;

    /// <summary>From here on only a picture of this round, or of one after it, will do.</summary>
    public void Demand(int round)
    {
        _since = round;
        if (_there.Task.IsCompleted) _there = New();
    }

    /// <summary>There is one.</summary>
    /// <param name="round">Of which round.</param>
    public void Complete(int round)
    {
        if (round < _since) return;
        if (_there.Task.IsFaulted) _there = New();
        _there.TrySetResult();
    }

    /// <summary>An attempt to get one failed; one that is there stands.</summary>
    public void Fail(Exception why)
    {
        if (_there.Task.IsCompletedSuccessfully) return;
        if (_there.Task.IsFaulted) _there = New();
        _there.SetException(why);
        // Looked at, for there may be nobody who waits for it.
        _ = _there.Task.Exception;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
