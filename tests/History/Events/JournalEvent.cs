using System.Text.Json.Serialization;

namespace Pdp.History.Events;

/// <summary>The lease and the journal in the cluster.</summary>
public abstract record JournalEvent : HistoryEvent;

/// <summary>The actor holds the leader's lease.</summary>
/// <param name="Term">Counts how often the lease changed hands; rises with every new holder.</param>
public sealed record LeaseTaken(long Term) : JournalEvent;

/// <summary>The actor knows that it leads no longer, or gave the lease back.</summary>
/// <param name="Term">The term that ended.</param>
public sealed record LeaseLost(long Term) : JournalEvent;

/// <summary>A leader took an intent over: no write of an earlier term may land on anything of it from here on.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Term">The leader's term.</param>
public sealed record IntentClaimed(string Intent, long Term) : JournalEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>A generation is in the journal: the Intent resource holds it.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Hash">Hash of the signed payload; empty where it is not told.</param>
/// <param name="Term">The writer's term.</param>
/// <param name="Mark">What the content is known by; see <see cref="IntentAccepted"/>.</param>
/// <param name="CreateSent">See <see cref="IAgentWrite.CreateSent"/>.</param>
public sealed record IntentStored(
    string Intent, long Generation, string Hash = "", long Term = 0, string? Mark = null, long? CreateSent = null)
    : JournalEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>A removal is in the journal: on the Intent resource, or among the removed where the intent is not held.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">The generation of the removal.</param>
/// <param name="Term">The writer's term.</param>
public sealed record RemovalStored(string Intent, long Generation, long Term = 0) : JournalEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>The agent let go of an intent: the resource disappeared.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Term">The writer's term.</param>
public sealed record IntentGone(string Intent, long Term = 0) : JournalEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>The agent wrote a status into the journal.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Status">The status.</param>
/// <param name="Term">The writer's term.</param>
public sealed record StatusWritten(string Intent, StatusFacts Status, long Term = 0) : JournalEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>
/// Somebody other than the agent wrote or deleted the Intent resource. What the journal knew of the intent counts for nothing from here on.
/// </summary>
/// <param name="Intent">Id of the intent.</param>
public sealed record JournalEdited(string Intent) : JournalEvent, IAboutIntent;

/// <summary>All that the journal holds, read now.</summary>
/// <param name="AsOf">The number of the last record made before the reading began: what happened later may be missing.</param>
/// <param name="Intents">Every intent.</param>
public sealed record JournalHolds(long AsOf, IReadOnlyList<HeldByJournal> Intents) : JournalEvent;

/// <summary>An intent as the journal holds it.</summary>
/// <param name="Intent">Id of the intent.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Hash">Hash of the signed payload; empty where it is not told.</param>
/// <param name="IsRemoval">A removal is recorded and under way.</param>
/// <param name="Status">Its status; null before the first.</param>
/// <param name="Inventory">
/// What the status says was made for the intent, as <see cref="ObjectWritten.Key"/>, without namespaces, what intents share, and claims; null
/// where it is not told.
/// </param>
public sealed record HeldByJournal(
    string Intent, long Generation, string Hash, bool IsRemoval, StatusFacts? Status, IReadOnlyList<string>? Inventory = null);
