namespace Pdp.ControlStub.Store;

/// <summary>Wakes all who wait for a number to be passed. Nothing is queued: a woken reader reads as far as it likes.</summary>
internal sealed class NewsSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _newest;

    /// <summary>Done when the number given is older than the newest raised.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        lock (_lock)
            return _newest > after ? Task.CompletedTask : _next.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Wakes those whom a change concerns.</summary>
    public void Hear(StoreChange change)
    {
        if (change is StoreChange.EventsAppended appended)
            Raise(appended.Newest);
        else if (change is StoreChange.Interrupted)
            Raise(0);
    }

    /// <summary>Says that a number is there now.</summary>
    public void Raise(long number)
    {
        TaskCompletionSource woken;
        lock (_lock)
        {
            _newest = Math.Max(_newest, number);
            woken = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        woken.SetResult();
    }
}
