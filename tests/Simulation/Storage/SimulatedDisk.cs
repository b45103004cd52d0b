using Pdp.ControlStub.Store;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;

namespace Pdp.Simulation.Storage;

/// <summary>
/// What lies between one control plane process and the store: calls take time, fail, and are lost with the process. The store behind it
/// outlives the process; what it had not begun when the process died never happens.
/// </summary>
internal sealed class SimulatedDisk(World world, Lifeline life, Dice dice)
{
    private static readonly string[] _reads =
        ["Find", "View", "List", "Heads", "GenerationFloor", "Statuses", "Unanswered", "Read", "Count", "Any", "Wait"];

    private long _lastWrite;

    /// <summary>Told of every call that was carried out: the method, its arguments, its result.</summary>
    public Action<string, object?[], object?> Done { get; set; } = static (_, _, _) => { };

    /// <summary>Carries out a call.</summary>
    public async Task<T> CallAsync<T>(string method, object?[] arguments, Func<Task<T>> call)
    {
        await CrossAsync($"before {method}");
        await ArriveAsync(IsRead(method) ? Seek() : InOrder(Seek()));
        if (world.Weather.Strikes(Fault.DiskFailed)) throw Failure("The disk failed before anything was written.");
        var result = await call();
        Done(method, arguments, result);
        await CrossAsync($"after {method}");
        await ArriveAsync(TimeSpan.Zero);
        if (world.Weather.Strikes(Fault.CommitUncertain)) throw Failure("The disk failed; what was written may be there.");
        return result;
    }

    /// <summary>What this process hears of changes.</summary>
    public IChangeFeed Before(IChangeFeed feed) => new SimulatedFeed(world, life, dice.Fork("feed"), feed);

    private async Task CrossAsync(string what)
    {
        if (!life.Cross(what)) await new TaskCompletionSource().Task;
    }

    // A store carries out the changes of one process in the order in which they were asked for; readings go beside them.
    private TimeSpan InOrder(TimeSpan delay)
    {
        _lastWrite = Math.Max(_lastWrite, world.Timeline.Now + delay.Ticks);
        return TimeSpan.FromTicks(_lastWrite - world.Timeline.Now);
    }

    private static bool IsRead(string method) => _reads.Any(read => method.StartsWith(read, StringComparison.Ordinal));

    private TimeSpan Seek() => world.Weather.Strikes(Fault.DiskSlow)
        ? dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20))
        : dice.Between(TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(3));

    private Task ArriveAsync(TimeSpan delay)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Timeline.After(delay, () => life.Deliver(() => arrived.SetResult()));
        return arrived.Task;
    }

    private static StoreException Failure(string why) => new(why);
}
