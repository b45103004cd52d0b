namespace Pdp.History.Events;

/// <summary>What the control plane promised, was told and holds, and what agents told it.</summary>
public abstract record ControlEvent : HistoryEvent;

/// <summary>An operator asked for a change; whether it was accepted is not known yet, and never is where no answer comes.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Mark">What the wanted content is known by; see <see cref="IntentAccepted"/>.</param>
/// <param name="IsRemoval">The intent shall go.</param>
public sealed record ChangeAsked(string Intent, string? Mark = null, bool IsRemoval = false) : ControlEvent, IAboutIntent;

/// <summary>The control plane said yes to an operator: from here on the change must not be lost.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation it got.</param>
/// <param name="Hash">Hash of the signed payload; empty where it is not told.</param>
/// <param name="Mark">
/// What the content is known by in the objects made of it, such as a label the document puts on all of them. Different contents of one
/// intent (its state included) have different marks; the same content under a later generation has the same. Null: unknown.
/// </param>
/// <param name="EndsIn">Phases in which it may come to rest; null where any in which an intent can rest will do.</param>
public sealed record IntentAccepted(
    string Intent, long Generation, string Hash = "", string? Mark = null, IReadOnlyList<string>? EndsIn = null)
    : ControlEvent, IAboutIntent;

/// <summary>The control plane said yes to a removal.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation of the removal.</param>
public sealed record RemovalAccepted(string Intent, long Generation) : ControlEvent, IAboutIntent;

/// <summary>What became of a generation that an agent was sent.</summary>
public enum AckOutcome
{
    /// <summary>It is in the journal.</summary>
    Stored,

    /// <summary>It was there already.</summary>
    Unchanged,

    /// <summary>A newer one is there.</summary>
    Stale,

    /// <summary>Not acceptable; final for the generation.</summary>
    Refused,
}

/// <summary>An agent answered: from here on what it said it stored must not be lost.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation answered.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record AckSent(string Intent, long Generation, AckOutcome Outcome) : ControlEvent, IAboutIntent;

/// <summary>The control plane's store returned from keeping an answer.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation answered.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record AckKept(string Intent, long Generation, AckOutcome Outcome) : ControlEvent, IAboutIntent;

/// <summary>An agent sent a status. A detail, judged by no rule.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Status">The status; null says that the intent is gone.</param>
public sealed record StatusReported(string Intent, StatusFacts? Status) : ControlEvent, IAboutIntent;

/// <summary>The control plane keeps a status. A detail, judged by no rule.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Status">The status; null says that the intent is gone.</param>
public sealed record StatusKept(string Intent, StatusFacts? Status) : ControlEvent, IAboutIntent;

/// <summary>All that the control plane's store holds of the plane, read now.</summary>
/// <param name="AsOf">The number of the last record made before the reading began: what happened later may be missing.</param>
/// <param name="Intents">Every intent, those being removed or remembered as removed too.</param>
public sealed record StubHolds(long AsOf, IReadOnlyList<HeldByStub> Intents) : ControlEvent;

/// <summary>An intent as the control plane holds it.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">Its newest generation, that of the removal when removed.</param>
/// <param name="Hash">Hash of the signed payload; empty where it is not told.</param>
/// <param name="IsRemoval">The newest generation is a removal.</param>
/// <param name="AckGeneration">The newest generation answered; 0 when none was.</param>
/// <param name="Status">The newest status; null when there is none, or the agent said that the intent is gone.</param>
public sealed record HeldByStub(
    string Intent, long Generation, string Hash, bool IsRemoval, long AckGeneration, StatusFacts? Status);
