namespace Pdp.Protocol.Frames;

/// <summary>What a message from the peer turned out to be.</summary>
public abstract record FrameReading
{
    private FrameReading()
    {
    }

    /// <summary>A frame, every field of it in range.</summary>
    /// <param name="Frame">The frame.</param>
    /// <param name="Bytes">Size of the message, bytes of UTF-8 after decompression.</param>
    public sealed record Understood(Frame Frame, int Bytes) : FrameReading;

    /// <summary>Not a frame this side takes.</summary>
    /// <param name="Error">What to tell the peer.</param>
    /// <param name="Violation">True when the session must end after it; false when the message is dropped and the session goes on.</param>
    public sealed record Refused(ErrorFrame Error, bool Violation) : FrameReading;

    /// <summary>The peer closed the connection, or it broke.</summary>
    /// <param name="Code">The close code; null when it broke without one.</param>
    public sealed record Ended(int? Code) : FrameReading;
}
