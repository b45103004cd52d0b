using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Takes trust documents one after the other. Of those that come meanwhile only the newest waits, for it says it all.</summary>
/// <param name="identity">Who judges and stores them.</param>
/// <param name="post">Queues a frame.</param>
internal sealed class TrustDesk(IChannelIdentity identity, Action<Frame> post)
{
    private readonly Lock _lock = new();
    private TrustFrame? _waiting;
    private bool _isBusy;

    /// <summary>Takes a document, and whatever comes while that is done.</summary>
    public async Task TakeAsync(TrustFrame trust, CancellationToken ending)
    {
        lock (_lock)
        {
            _waiting = trust;
            if (_isBusy) return;
            _isBusy = true;
        }
        while (Next() is { } next) post(await identity.TakeTrustAsync(next, ending));
    }

    private TrustFrame? Next()
    {
        lock (_lock)
        {
            var next = _waiting;
            (_waiting, _isBusy) = (null, next is not null);
            return next;
        }
    }
}
