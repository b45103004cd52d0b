namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>The system's clock with its date set to another: timers run as they do, and what expires does so at once.</summary>
internal sealed class SettableClock : TimeProvider
{
    private long _offset;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
