namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>
/// The line before the handshake. A herd that comes back at once waits here, in the order it came, as bare TCP connections that cost
/// next to nothing, while the processors work on few handshakes at a time and bring each to its end. Who would wait longer than an agent
/// does is let in by a second, slower line, only to be told when to come back: telling needs a handshake, too. Safe for several threads.
/// </summary>
/// <param name="options">How many at once, how many in line, and for how long.</param>
/// <param name="time">The clock.</param>
internal sealed class AdmissionQueue(GatewayOptions options, TimeProvider time)
{
    /// <summary>
    /// Handshakes a second and processor, before anything was measured: one costs 2 to 4 ms. Too low, and agents are sent away that could
    /// have been served; too high, and they wait in vain until their dial is out of time.
    /// </summary>
    public const int AssumedPerProcessor = 200;

    /// <summary>While both lines wait, every so many-th turn is for the late ones.</summary>
    private const int LateShare = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _line = [];
    private readonly LinkedList<Waiter> _late = [];
    private readonly HandshakeRate _rate = new(AssumedPerProcessor * Environment.ProcessorCount, time);
    private int _atWork;
    private int _turns;

    /// <summary>Connections at the handshake.</summary>
    public int AtWork
    {
        get { lock (_lock) return _atWork; }
    }

    /// <summary>Connections in line.</summary>
    public int Waiting
    {
        get { lock (_lock) return _line.Count + _late.Count; }
    }

    /// <summary>Handshakes a second this machine manages, as far as it was measured.</summary>
    public double PerSecond
    {
        get { lock (_lock) return _rate.PerSecond; }
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="gone">Cancelled when the connection is closed; it then leaves the line.</param>
    /// <returns>The turn; null when there is no room in line, or the connection was closed.</returns>
    public async Task<Turn?> EnterAsync(CancellationToken gone)
    {
        LinkedListNode<Waiter> place;
        lock (_lock)
        {
            if (_atWork < options.MaxHandshakes)
            {
                _atWork++;
                return new Turn(this, isLate: false);
            }

            if (_line.Count + _late.Count >= options.MaxWaiting)
                return null;
            var isLate = _line.Count >= _rate.PerSecond * options.HandshakeWaitSeconds;
            if (_line.Count == 0)
                _rate.Begin();
            place = (isLate ? _late : _line).AddLast(new Waiter(isLate));
        }

        await using var leaving = gone.UnsafeRegister(static (state, _) => ((Action)state!)(), () => Quit(place));
        return await place.Value.Turn.Task;
    }

    /// <summary>Ends a turn and begins the next.</summary>
    public void Leave()
    {
        LinkedListNode<Waiter>? next;
        lock (_lock)
        {
            _rate.Done(_line.Count > 0);
            var line = _late.Count > 0 && (_line.Count == 0 || ++_turns % LateShare == 0) ? _late : _line;
            next = line.First;
            if (next is null)
                _atWork--;
            else
                line.Remove(next);
        }

        next?.Value.Turn.SetResult(new Turn(this, next.Value.IsLate));
    }

    private void Quit(LinkedListNode<Waiter> place)
    {
        lock (_lock)
        {
            // In no line any more: its turn has come, and is given back by who got it.
            if (place.List is null)
                return;
            place.List.Remove(place);
        }

        place.Value.Turn.SetResult(null);
    }

    private sealed record Waiter(bool IsLate)
    {
        public TaskCompletionSource<Turn?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
