namespace Pdp.LocalCluster.Node.Containers;

/// <summary>The end of a pod's containers: asked for with a grace period, which can only get shorter, down to at once.</summary>
internal sealed class ContainerStop(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _now = new();
    private DateTimeOffset _deadline = DateTimeOffset.MaxValue;

    /// <summary>Cancelled once the containers are to end.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Cancelled once the grace period is over.</summary>
    public CancellationToken Now => _now.Token;

    /// <summary>Asks for the end; no grace means at once.</summary>
    public void Request(TimeSpan grace)
    {
        lock (_lock)
        {
            var deadline = time.GetUtcNow() + grace;
            if (deadline >= _deadline) return;
            _deadline = deadline;
        }

        _requested.Cancel();
        if (grace <= TimeSpan.Zero) _now.Cancel();
        else _ = ExpireAsync(grace);
    }

    /// <summary>Ended by itself before anybody asked; what was waiting for the grace period need not.</summary>
    public void Dispose()
    {
        _requested.Dispose();
        _now.Dispose();
    }

    private async Task ExpireAsync(TimeSpan grace)
    {
        try
        {
            await Task.Delay(grace, time, _now.Token);
            await _now.CancelAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // A shorter period was asked for, or everything has ended.
        }
    }
}
