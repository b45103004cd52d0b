using Pdp.Simulation.Engine;
using Pdp.Simulation.Processes;

namespace Pdp.Simulation.Story;

/// <summary>Starts a process, and starts it again when it has died, as Kubernetes does.</summary>
internal sealed class Keeper<T>(World world, string name, Func<int, T> create)
    where T : class, ISimulatedProcess
{
    private readonly Dice _dice = world.Dice.Fork($"keeper of {name}");
    private int _lives;
    private bool _isOver;

    /// <summary>The life that is on; null between two.</summary>
    public T? Current { get; private set; }

    /// <summary>How many lives there were.</summary>
    public int Lives => _lives;

    /// <summary>Whether it is left dead.</summary>
    public bool IsHeldDown { get; set; }

    /// <summary>Told of every life that begins.</summary>
    public Action<T> Started { get; init; } = static _ => { };

    /// <summary>Told of every life that ends.</summary>
    public Action<T> Ended { get; init; } = static _ => { };

    /// <summary>Keeps it running until it is over.</summary>
    public async Task RunAsync()
    {
        while (!_isOver)
        {
            await LiveAsync();
            do
            {
                await world.Timeline.WaitAsync(world.Weather.IsCalm
                    ? TimeSpan.FromSeconds(1)
                    : _dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)));
            }
            while (IsHeldDown && !_isOver);
        }
    }

    /// <summary>Ends it for good.</summary>
    public void End()
    {
        _isOver = true;
        Current?.Kill("over");
    }

    private async Task StartAsync(T life)
    {
        try
        {
            await life.StartAsync();
        }
        catch (Exception defect)
        {
            world.Defect ??= defect;
        }
    }

    private async Task LiveAsync()
    {
        using var life = create(++_lives);
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        life.Life.OnDeath(() =>
        {
            Ended(life);
            dead.TrySetResult();
        });
        Current = life;
        _ = StartAsync(life);
        Started(life);
        await dead.Task;
        Current = null;
    }
}
