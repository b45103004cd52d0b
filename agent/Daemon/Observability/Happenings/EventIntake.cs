using System.Threading.Channels;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Events;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>Events on their way into the store, many in one write. Nobody who brings one ever waits: what is too much is dropped and counted.</summary>
internal sealed class EventIntake(PlaneMetrics metrics)
{
    private const int MostWaiting = 8192;
    private const int MostAtOnce = 500;

    private readonly Channel<PlaneEvent> _waiting = System.Threading.Channels.Channel.CreateBounded<PlaneEvent>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly List<PlaneEvent> _batch = new(MostAtOnce);

    /// <summary>Brings one.</summary>
    public void Post(PlaneEvent one)
    {
        if (!_waiting.Writer.TryWrite(one)) metrics.EventDropped();
    }

    /// <summary>Stores until cancelled.</summary>
    /// <exception cref="PlaneStoreException">The store cannot be written; what could not be stored is stored first the next time.</exception>
    public async Task RunAsync(PlaneStores stores, CancellationToken cancellationToken)
    {
        while (_batch.Count > 0 || await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var one)) _batch.Add(one);
            stores.Events.Keep(_batch);
            metrics.EventsKept(_batch.Count);
            _batch.Clear();
        }
    }
}
