using Pdp.Daemon.Tests.Harness;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>A call held up right before it is sent.</summary>
internal sealed class HeldCall : IDisposable
{
    private readonly TestAgent _agent;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _letGo = new();

    public HeldCall(TestAgent agent, Func<ApiCall, bool> which)
    {
        _agent = agent;
        var isTaken = 0;
        agent.Api.Before = call =>
        {
            if (!which(call) || Interlocked.Exchange(ref isTaken, 1) == 1) return;
            _reached.SetResult();
            _letGo.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
        };
        agent.Api.Ended = call =>
        {
            if (which(call) && _letGo.IsSet) _done.TrySetResult();
        };
    }

    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

    public Task LetGoAsync()
    {
        _letGo.Set();
        return _done.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _letGo.Set();
        _agent.Api.Ended = null;
        _letGo.Dispose();
    }
}
