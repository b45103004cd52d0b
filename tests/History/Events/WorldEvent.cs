namespace Pdp.History.Events;

/// <summary>Processes, faults and queues: the world the rest happens in.</summary>
public abstract record WorldEvent : HistoryEvent;

/// <summary>The actor began to run; each start is an incarnation of its own: <c>agent-a/2</c>.</summary>
public sealed record ProcessStarted : WorldEvent;

/// <summary>The actor was killed, or ended.</summary>
/// <param name="How">How, for people.</param>
public sealed record ProcessKilled(string How = "killed") : WorldEvent;

/// <summary>The world was made worse on purpose. No rule judges it; it tells a reader what led to the rest.</summary>
/// <param name="Fault">Kind of fault: <c>cut</c>, <c>stall</c>, <c>slowDisk</c> …</param>
/// <param name="Detail">Where and how long, for people.</param>
public sealed record FaultInjected(string Fault, string Detail = "") : WorldEvent;

/// <summary>
/// No fault is active any more, and everybody had as long as it takes to come to rest. Rules about the end look at the snapshots after
/// it, and say nothing of a history without it.
/// </summary>
public sealed record Settled : WorldEvent;

/// <summary>A frame left the actor. A detail, judged by no rule.</summary>
/// <param name="Frame">Its type.</param>
/// <param name="About">What it is about, such as an intent and its generation.</param>
public sealed record FrameSent(string Frame, string About = "") : WorldEvent;

/// <summary>A frame reached the actor. A detail, judged by no rule.</summary>
/// <param name="Frame">Its type.</param>
/// <param name="About">What it is about.</param>
public sealed record FrameReceived(string Frame, string About = "") : WorldEvent;

/// <summary>How long a queue of the actor is.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Length">What waits in it: items or bytes, as its limit.</param>
/// <param name="Limit">The most it may hold.</param>
public sealed record QueueSampled(string Queue, long Length, long Limit) : WorldEvent;
