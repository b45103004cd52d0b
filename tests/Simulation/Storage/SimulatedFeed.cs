using Pdp.ControlStub.Store;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;

namespace Pdp.Simulation.Storage;

/// <summary>
/// The news of the store as one process hears it: after a while, in order, and with gaps, after which it is told that there was one.
/// </summary>
internal sealed class SimulatedFeed(World world, Lifeline life, Dice dice, IChangeFeed feed) : IChangeFeed
{
    private long _lastArrival;
    private bool _isLost;

    public IDisposable Subscribe(Action<StoreChange> hear) => feed.Subscribe(change =>
    {
        if (_isLost) return;
        if (!world.Weather.Strikes(Fault.NewsLost))
        {
            At(dice.Between(TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(20)), () => hear(change));
            return;
        }
        _isLost = true;
        At(dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10)), () =>
        {
            _isLost = false;
            hear(new StoreChange.Interrupted());
        });
    });

    private void At(TimeSpan delay, Action arrival)
    {
        _lastArrival = Math.Max(_lastArrival, world.Timeline.Now + delay.Ticks);
        world.Timeline.After(TimeSpan.FromTicks(_lastArrival - world.Timeline.Now), () => life.Deliver(arrival));
    }
}
