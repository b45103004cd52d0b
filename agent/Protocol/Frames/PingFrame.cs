namespace Pdp.Protocol.Frames;

/// <summary>Either side: are you there? Answered by a <see cref="PongFrame"/> with the same number.</summary>
/// <param name="Number">Any number; echoed.</param>
public sealed record PingFrame(long Number) : Frame;
