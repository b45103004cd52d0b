namespace Pdp.Protocol.Frames;

/// <summary>Answers a <see cref="PingFrame"/>.</summary>
/// <param name="Number">The number asked with.</param>
public sealed record PongFrame(long Number) : Frame;
