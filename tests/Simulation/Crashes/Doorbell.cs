using Pdp.Daemon.Channel.Dialling;

namespace Pdp.Simulation.Crashes;

/// <summary>A control plane that is never reached. That an agent dials it says that it leads and can take intents.</summary>
internal sealed class Doorbell : IChannelDialler
{
    /// <summary>Whether it was rung.</summary>
    public bool IsRung { get; private set; }

    public Task<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        IsRung = true;
        return new TaskCompletionSource<DialResult>().Task.WaitAsync(cancellationToken);
    }
}
