using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Asks for the next certificate when it is time, one request at a time; the session goes on meanwhile.</summary>
/// <param name="identity">Whose certificate.</param>
/// <param name="post">Queues a frame.</param>
internal sealed class RenewalDesk(IChannelIdentity identity, Action<Frame> post)
{
    private volatile Asked? _asked;

    /// <summary>Asks whenever it is due, until cancelled.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        while (true)
        {
            var renew = await identity.WhenRenewalIsDueAsync(ending);
            var asked = new Asked(renew.RequestId);
            _asked = asked;
            post(renew);
            // An answer that never comes is the certificate's expiry, which ends the session.
            var answer = await asked.Answer.Task.WaitAsync(ending);
            _asked = null;
            await identity.TakeRenewalAsync(answer, ending);
        }
    }

    /// <summary>The answer, or the error in its place; false when it answers nothing asked here.</summary>
    public bool TryTake(Frame answer, string requestId) =>
        _asked is { } asked && asked.RequestId == requestId && asked.Answer.TrySetResult(answer);

    private sealed record Asked(string RequestId)
    {
        public TaskCompletionSource<Frame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
