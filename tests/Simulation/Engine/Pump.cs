namespace Pdp.Simulation.Engine;

/// <summary>
/// Plays a story to its end. All code, the product's and the platform's, runs on the one thread of the pool, in the order in which it was
/// queued; this work item stands last in that queue, and lets time go on when nothing else is left in it. So there is no scheduler to write:
/// with one processor and one thread the pool's own order is the schedule, and the same for the same seed.
/// </summary>
internal sealed class Pump : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Turns in which nobody let time go on: then the code runs in circles.</summary>
    private const int MostTurns = 5_000_000;

    /// <summary>Real time in which the timeline must move; only a loop that never awaits takes longer.</summary>
    private static readonly TimeSpan _mostRealTime = TimeSpan.FromSeconds(20);

    private readonly Timeline _timeline;
    private readonly Func<Task> _story;
    private readonly ManualResetEventSlim _over = new();
    private Task? _told;
    private Exception? _failure;
    private int _turns;

    private Pump(Timeline timeline, Func<Task> story) => (_timeline, _story) = (timeline, story);

    /// <summary>Whether this process was started so that what it plays can be played again exactly.</summary>
    public static bool IsExact => Environment.ProcessorCount == 1 && ThreadPool.SetMaxThreads(1, 1);

    /// <summary>Plays; returns when the story is told.</summary>
    /// <exception cref="SpinningException">The code is caught in a loop; the process is of no use any more.</exception>
    /// <exception cref="InvalidOperationException">The process has more than one processor, or the story hangs.</exception>
    public static void Run(Timeline timeline, Func<Task> story)
    {
        if (!IsExact) throw new InvalidOperationException("Start this process with DOTNET_PROCESSOR_COUNT=1.");
        var pump = new Pump(timeline, story);
        ThreadPool.UnsafeQueueUserWorkItem(pump, preferLocal: false);
        for (var past = -1L; !pump._over.Wait(_mostRealTime); past = timeline.Past)
        {
            if (timeline.Past == past) throw new SpinningException();
        }
        pump.Dispose();
        if (pump._failure is { } failure) throw new InvalidOperationException(failure.Message, failure);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        try
        {
            _told ??= _story();
            if (!IsOver())
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
        catch (Exception defect)
        {
            _failure = defect;
        }
        _over.Set();
    }

    public void Dispose() => _over.Dispose();

    private bool IsOver()
    {
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            if (++_turns > MostTurns) throw new InvalidOperationException("The code runs in circles: time does not go on.");
            return false;
        }
        if (_told!.IsCompleted)
        {
            _failure = _told.Exception?.InnerException;
            return true;
        }
        _turns = 0;
        return _timeline.Step() ? false : throw new InvalidOperationException("The story hangs: nothing will ever happen again.");
    }
}
