using Pdp.Protocol.Frames;
using Pdp.Protocol.Tracing;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>An <c>intent</c> or <c>remove</c> frame that has not been acknowledged.</summary>
/// <param name="Lane">What is handled one after the other: the intent it claims to be, or itself where it claims nothing.</param>
/// <param name="Stamp">What it claims to be.</param>
/// <param name="Jws">As it came.</param>
/// <param name="IsRemoval">Whether it is a removal.</param>
/// <param name="Bytes">What it counts for in the budget.</param>
/// <param name="Trace">The trace it came with, if any.</param>
internal sealed record PendingIntent(string Lane, UnverifiedStamp? Stamp, string Jws, bool IsRemoval, int Bytes, TraceContext? Trace = null)
{
    /// <summary>How often handing it over failed in a way that nobody foresaw.</summary>
    public int Defects { get; set; }

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">An <see cref="IntentFrame"/> or <see cref="RemoveFrame"/>.</param>
    /// <param name="bytes">Size of its message.</param>
    /// <param name="number">Number of the frame in its session, for a lane of its own.</param>
    public static PendingIntent From(Frame frame, int bytes, long number)
    {
        var (jws, isRemoval, trace) = frame switch
        {
            RemoveFrame remove => (remove.Jws, true, TraceContext.Read(remove.Traceparent, remove.Tracestate)),
            IntentFrame intent => (intent.Jws, false, TraceContext.Read(intent.Traceparent, intent.Tracestate)),
            _ => throw new ArgumentException("Only these two carry intents.", nameof(frame)),
        };
        var stamp = UnverifiedStamp.TryRead(jws);
        return new(stamp?.Id ?? $"#{number}", stamp, jws, isRemoval, bytes, trace);
    }

    /// <summary>Whether this one makes <paramref name="other"/> of the same lane pointless, should it be accepted.</summary>
    public bool Overtakes(PendingIntent other) =>
        Stamp is not null && other.Stamp is not null && other.Stamp.Generation < Stamp.Generation;
}
