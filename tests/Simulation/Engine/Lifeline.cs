namespace Pdp.Simulation.Engine;

/// <summary>
/// The life of one simulated process. Everything that reaches it from the world comes through here; once it is dead nothing does, so its
/// code stops wherever it awaits the world, as that of a killed process does. Everything that leaves it is counted, and a death can be
/// arranged for any of these crossings.
/// </summary>
internal sealed class Lifeline(string name)
{
    private readonly Queue<Action> _held = new();
    private readonly List<Action> _onDeath = [];
    private long _fatal;
    private Predicate<string> _isFatal = static _ => false;
    private bool _isFrozen;

    /// <summary>Which process, and which life of it: <c>agent-1#3</c>.</summary>
    public string Name => name;

    public bool IsDead { get; private set; }

    /// <summary>How often it has crossed the line between itself and the world.</summary>
    public long Crossings { get; private set; }

    /// <summary>Told of the death that <see cref="DieAt"/> arranged, and where it struck.</summary>
    public Action<string> Died { get; set; } = static _ => { };

    /// <summary>Something arrives from the world: now, when the process is awake again, or never.</summary>
    public void Deliver(Action arrival)
    {
        if (IsDead) return;
        if (_isFrozen) _held.Enqueue(arrival);
        else arrival();
    }

    /// <summary>The process reaches out to the world, or is reached; it may die of it.</summary>
    /// <returns>Whether it lives.</returns>
    public bool Cross(string what)
    {
        if (IsDead) return false;
        if (++Crossings == _fatal || _isFatal(what))
        {
            Kill();
            Died(what);
        }
        return !IsDead;
    }

    /// <summary>Arranges a death so many crossings from now.</summary>
    public void DieAt(int crossings) => _fatal = Crossings + crossings;

    /// <summary>Arranges a death at the first crossing of which this holds.</summary>
    public void DieWhen(Predicate<string> isFatal) => _isFatal = isFatal;

    /// <summary>Runs when the process dies, as an operating system clears up.</summary>
    public void OnDeath(Action clear) => _onDeath.Add(clear);

    /// <summary>Ends it without a word.</summary>
    public void Kill()
    {
        if (IsDead) return;
        IsDead = true;
        _held.Clear();
        foreach (var clear in _onDeath) clear();
    }

    /// <summary>Stops it as SIGSTOP does: what arrives waits.</summary>
    public void Freeze() => _isFrozen = true;

    /// <summary>Lets it go on as SIGCONT does.</summary>
    public void Thaw()
    {
        _isFrozen = false;
        while (!IsDead && !_isFrozen && _held.TryDequeue(out var arrival)) arrival();
    }
}
