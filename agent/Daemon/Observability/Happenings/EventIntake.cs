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

    /// <summary>Brings one.</summary>
    public void Post(PlaneEvent one)
    {
        if (!_waiting.Writer.TryWrite(one)) metrics.EventDropped();
    }

    /// <summary>Stores until cancelled.</summary>
    /// <exception cref="PlaneStoreException">The store cannot be written.</exception>
    public async Task RunAsync(PlaneStores stores, CancellationToken cancellationToken)
    {
        var batch = new List<PlaneEvent>(MostAtOnce);
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var one)) batch.Add(one);
            stores.Events.Keep(batch);
            metrics.EventsKept(batch.Count);
        }
    }
}
