namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>A connection's turn at the handshake, from its first TLS record to its welcome. Given back once, whoever does so first.</summary>
/// <param name="owner">Who hands turns out.</param>
/// <param name="isLate">Whether the line was too long for this one: it is there to be told when to come back.</param>
internal sealed class Turn(AdmissionQueue owner, bool isLate) : IDisposable
{
    private int _over;

    /// <summary>Whether the line was too long for this one.</summary>
    public bool IsLate => isLate;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
            owner.Leave();
    }
}
