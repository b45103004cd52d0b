namespace Pdp.Protocol.Frames;

/// <summary>server → agent, sent only if the digests differ: asks for the inventory.</summary>
public sealed record CompareFrame : Frame;
