using Pdp.Daemon.Tests.Harness;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Where an agent dies: at its n-th call to the API server from now on, before it is sent or after it was done.</summary>
/// <param name="Call">Which call, from 0.</param>
/// <param name="AfterIt">The call was made, and its answer is lost.</param>
internal sealed record CrashPoint(int Call, bool AfterIt)
{
    /// <summary>Counts only calls about this kind; null counts all.</summary>
    public string? Kind { get; init; }

    /// <summary>From then on nothing gets through any more, as when the process is gone.</summary>
    /// <returns>Ends when it dies.</returns>
    public Task Arm(TestAgent agent)
    {
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        agent.Api.Before = AfterIt ? call => Refuse(call, died.Task.IsCompleted) : call => Refuse(call, Reached(call));
        agent.Api.After = AfterIt ? call => Refuse(call, Reached(call)) : null;
        return died.Task;

        bool Reached(ApiCall call)
        {
            if (IsAside(call) || (Kind is not null && call.Kind != Kind && !died.Task.IsCompleted)) return false;
            if (!died.Task.IsCompleted && Interlocked.Increment(ref count) <= Call) return false;
            died.TrySetResult();
            return true;
        }
    }

    private static void Refuse(ApiCall call, bool isDead)
    {
        if (isDead && !IsAside(call)) throw new OperationCanceledException("dead");
    }

    private static bool IsAside(ApiCall call) => call.Kind is "Lease" or "Event";
}
