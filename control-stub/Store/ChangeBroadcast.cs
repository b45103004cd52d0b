using System.Collections.Immutable;

namespace Pdp.ControlStub.Store;

/// <summary>Tells everybody in this process. Safe for several threads.</summary>
internal sealed class ChangeBroadcast : IChangeFeed
{
    private ImmutableArray<Subscription> _subscriptions = [];

    public IDisposable Subscribe(Action<StoreChange> hear)
    {
        var subscription = new Subscription(this, hear);
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    /// <summary>Tells of a change that is durable.</summary>
    public void Tell(StoreChange change)
    {
        foreach (var subscription in _subscriptions)
            subscription.Hear(change);
    }

    private sealed class Subscription(ChangeBroadcast feed, Action<StoreChange> hear) : IDisposable
    {
        public void Hear(StoreChange change) => hear(change);

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, all => all.Remove(this));
    }
}
