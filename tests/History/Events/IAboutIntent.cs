using Pdp.History.Recording;

namespace Pdp.History.Events;

/// <summary>An event about one intent.</summary>
public interface IAboutIntent
{
    /// <summary>Id of the intent.</summary>
    string Intent { get; }
}

/// <summary>A write an agent made to the cluster; the actor is the agent.</summary>
public interface IAgentWrite : IAboutIntent
{
    /// <summary>The lease term in which the agent decided to write; 0 where it cannot be told, and then nothing is judged by it.</summary>
    long Term { get; }

    /// <summary>Whether the cluster is another than before.</summary>
    bool HasEffect { get; }

    /// <summary>
    /// Where it created what it wrote, the number of the newest record when the request was sent. Null where it changed what was there, or
    /// that cannot be told.
    /// </summary>
    long? CreateSent => null;

    /// <summary>
    /// Whether it created something and was under way already when something else happened. What does not exist has no version a request
    /// could be bound to, so such a write may land, once (docs/decisions, "Fencing by preconditions").
    /// </summary>
    bool WasUnderWay(HistoryRecord at) => CreateSent < at.Number;
}
