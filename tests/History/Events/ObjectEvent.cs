using System.Text.Json.Serialization;

namespace Pdp.History.Events;

/// <summary>The objects intents are made of.</summary>
public abstract record ObjectEvent : HistoryEvent;

/// <summary>The API server answered an apply of the agent's with success.</summary>
/// <param name="Key">The object, such as <c>apps/Deployment/dp-acme/backend</c>.</param>
/// <param name="Intent">Whose object it is.</param>
/// <param name="Content">Hash of what was applied, without a resource version.</param>
/// <param name="Mark">What of which document it is; see <see cref="IntentAccepted"/>. Null where the object does not show it.</param>
/// <param name="Term">The writer's term.</param>
/// <param name="Changed">Whether the object is another than before; false when the same was applied again.</param>
/// <param name="CreateSent">See <see cref="IAgentWrite.CreateSent"/>.</param>
/// <param name="Sent">The number of the newest record when the request was sent; null where that is not known.</param>
public sealed record ObjectWritten(
    string Key,
    string Intent,
    string Content,
    string? Mark = null,
    long Term = 0,
    bool Changed = true,
    long? CreateSent = null,
    long? Sent = null)
    : ObjectEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => Changed;
}

/// <summary>The agent deleted an object.</summary>
/// <param name="Key">The object.</param>
/// <param name="Intent">Whose object it is.</param>
/// <param name="Term">The writer's term.</param>
public sealed record ObjectDeleted(string Key, string Intent, long Term = 0) : ObjectEvent, IAgentWrite
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasEffect => true;
}

/// <summary>Somebody other than the agent changed or deleted an object, so that the agent has something to repair.</summary>
/// <param name="Key">The object.</param>
/// <param name="Intent">Whose object it is.</param>
public sealed record ObjectDisturbed(string Key, string Intent) : ObjectEvent, IAboutIntent;

/// <summary>A secret of an intent has another value, so that its objects may change without a new generation.</summary>
/// <param name="Intent">Id of the intent.</param>
public sealed record SecretRotated(string Intent) : ObjectEvent, IAboutIntent;

/// <summary>A Job ran to its end, well or not.</summary>
/// <param name="Key">The Job.</param>
/// <param name="Intent">Whose Job it is.</param>
/// <param name="Uid">Tells this Job from an earlier one of the same name.</param>
public sealed record JobRan(string Key, string Intent, string Uid) : ObjectEvent, IAboutIntent;

/// <summary>All managed objects in the cluster, read now, without namespaces and claims, which may stay on purpose.</summary>
/// <param name="AsOf">The number of the last record made before the reading began: what happened later may be missing.</param>
/// <param name="Objects">Every object.</param>
public sealed record ClusterHolds(long AsOf, IReadOnlyList<HeldObject> Objects) : ObjectEvent;

/// <summary>A managed object.</summary>
/// <param name="Key">The object.</param>
/// <param name="Intent">Whose object it is.</param>
/// <param name="Mark">What of which document it is; null where it does not show it.</param>
/// <param name="IsHealthy">Whether it does what it should; null where that cannot be told.</param>
public sealed record HeldObject(string Key, string Intent, string? Mark = null, bool? IsHealthy = null);
