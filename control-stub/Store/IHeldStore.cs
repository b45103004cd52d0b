using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Store;

/// <summary>
/// What planes hold that this control plane does not know, or knows only older, as after a restored backup or when another control plane
/// was lost. It is left alone until an operator decides; what he decided stays until it is done, whichever process does it.
/// </summary>
internal interface IHeldStore
{
    /// <summary>Keeps what a plane was found to hold. What is not named any more is forgotten; decisions about the same document stay.</summary>
    Task NoteAsync(string plane, IReadOnlyList<IntentStamp> held, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>All of a plane, ordered by id (ordinal).</summary>
    Task<Page<HeldRecord>> ListAsync(string plane, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Those of the given ids that there are.</summary>
    Task<IReadOnlyList<HeldRecord>> FindAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Notes what shall be done; whoever serves the plane hears of it.</summary>
    Task DecideAsync(string plane, IReadOnlyList<HeldDecision> decisions, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Notes why a decision could not be carried out; it is not tried again before somebody decides again.</summary>
    Task FailAsync(string plane, IntentStamp stamp, string failure, CancellationToken cancellationToken);
}

/// <summary>An intent that a plane holds.</summary>
/// <param name="Stamp">As the plane holds it.</param>
/// <param name="KnownGeneration">The generation known here; 0 when the intent is not known here.</param>
/// <param name="Wish">What shall be done with it; null while nobody has decided, and after it failed.</param>
/// <param name="Failure">Why that could not be done; null unless it failed.</param>
/// <param name="SeenAt">When the plane said so, UTC.</param>
internal sealed record HeldRecord(IntentStamp Stamp, long KnownGeneration, HeldWish? Wish, string? Failure, DateTimeOffset SeenAt);

/// <summary>What shall be done with an intent that a plane holds.</summary>
internal enum HeldWish
{
    /// <summary>Become this control plane's, as it is.</summary>
    Adopt,

    /// <summary>Be pruned and forgotten.</summary>
    Remove,
}

/// <summary>A decision.</summary>
internal sealed record HeldDecision(string Id, HeldWish Wish);
