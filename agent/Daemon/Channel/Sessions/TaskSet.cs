namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Tasks that run beside a session and must be over before it is.</summary>
internal sealed class TaskSet
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Keeps a task until it completes.</summary>
    public void Add(Task task)
    {
        lock (_lock) _running.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Completes when those that run now have.</summary>
    public Task DoneAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    private void Forget(Task task)
    {
        lock (_lock) _running.Remove(task);
    }
}
