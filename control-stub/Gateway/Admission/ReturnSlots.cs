namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>
/// When planes that found the line too long are to come back: one after the other, as fast as handshakes go, behind those that wait now.
/// Who was told once is let in the next time, whatever the line. Safe for several threads.
/// </summary>
internal sealed class ReturnSlots(TimeProvider time)
{
    /// <summary>How long after its slot a plane may still come; then it is a plane like others.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _slots = [];
    private DateTimeOffset _last;

    /// <summary>Uses up the slot of a plane; false when it has none.</summary>
    public bool Redeem(string plane)
    {
        lock (_lock)
            return _slots.Remove(plane);
    }

    /// <summary>Gives a plane the next free slot.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="waiting">Connections in line before it.</param>
    /// <param name="perSecond">Handshakes a second; above 0.</param>
    /// <returns>How long it is until then.</returns>
    public TimeSpan Reserve(string plane, int waiting, double perSecond)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var afterLine = now + TimeSpan.FromSeconds(waiting / perSecond);
            _last = (_last > afterLine ? _last : afterLine) + TimeSpan.FromSeconds(1 / perSecond);
            _slots[plane] = _last;
            return _last - now;
        }
    }

    /// <summary>Forgets slots that nobody came for.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            var end = time.GetUtcNow() - _grace;
            foreach (var (plane, _) in _slots.Where(slot => slot.Value < end).ToList())
                _slots.Remove(plane);
        }
    }
}
