using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store;

/// <summary>What happened, numbered without a hole in the order it became durable. Bounded: the oldest go first.</summary>
internal interface IEventLog
{
    /// <summary>Adds events.</summary>
    Task AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken);

    /// <summary>Events after a number, oldest first.</summary>
    /// <param name="after">The last number already seen; 0 for the start.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="limit">Most events; 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<EventPage> ReadAsync(long after, EventFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Waits until there may be events after a number. May return early; never late.</summary>
    Task WaitAsync(long after, CancellationToken cancellationToken);
}

/// <summary>Which events; null means any.</summary>
/// <param name="Plane">Of this plane.</param>
/// <param name="Intent">Of this intent.</param>
/// <param name="Within">Of intents of these projects, and of planes as such.</param>
internal sealed record EventFilter(string? Plane = null, string? Intent = null, IReadOnlyList<Scope>? Within = null);

/// <summary>A stretch of the log.</summary>
/// <param name="Items">The events that match.</param>
/// <param name="Oldest">The oldest number still kept; one above <paramref name="Newest"/> when none is.</param>
/// <param name="Newest">The newest number given out.</param>
/// <param name="Next">Where to read on: everything up to here was looked at.</param>
internal sealed record EventPage(IReadOnlyList<EventRecord> Items, long Oldest, long Newest, long Next);

/// <summary>Something that happened, before it has a number.</summary>
/// <param name="Type">What, from <see cref="EventTypes"/>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Plane">Where.</param>
/// <param name="Intent">To which intent, if to one.</param>
/// <param name="Data">More, as a JSON object.</param>
internal sealed record NewEvent(string Type, DateTimeOffset At, string? Plane, string? Intent, string Data = "{}")
{
    /// <summary>Who did it, from <see cref="Actors"/>.</summary>
    public string Actor { get; init; } = Actors.ControlPlane;

    /// <summary>Why, in the actor's own words; null when he did not say.</summary>
    public string? Reason { get; init; }

    /// <summary>The organization and project of the intent as it was then; the store knows it when the event comes to it.</summary>
    public Scope? Subject { get; init; }

    /// <summary>The same, done by somebody who asked for it.</summary>
    public NewEvent By(Caller caller) => this with { Actor = caller.Actor, Reason = caller.Reason };
}

/// <summary>Something that happened.</summary>
/// <param name="Number">Its number; rises.</param>
/// <param name="Event">What.</param>
internal sealed record EventRecord(long Number, NewEvent Event);
