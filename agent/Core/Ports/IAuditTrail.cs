namespace Pdp.Core.Ports;

/// <summary>
/// Where is written down, so that it cannot be changed unnoticed, what the agent accepted, refused and did. Never a secret, never a payload.
/// </summary>
public interface IAuditTrail
{
    /// <summary>
    /// Writes an event down; returns once that is durable. A disk that is full or hangs never stops the work: then it returns all the
    /// same, and the trail marks what it lost.
    /// </summary>
    Task RecordAsync(AuditEvent happened);
}

/// <summary>Something that happened. What does not apply is null.</summary>
/// <param name="Type">One of <see cref="AuditTypes"/>.</param>
public sealed record AuditEvent(string Type)
{
    /// <summary>The intent that was decided about, or that caused it.</summary>
    public string? Intent { get; init; }

    /// <summary>Its generation; null where it is not known.</summary>
    public long? Generation { get; init; }

    /// <summary>Hash of its document.</summary>
    public string? Document { get; init; }

    /// <summary>The object written, as <c>group/Kind/namespace/name</c>.</summary>
    public string? Object { get; init; }

    /// <summary>What was asked for, such as <c>apply</c> or <c>delete</c>.</summary>
    public string? Action { get; init; }

    /// <summary>What became of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it was refused or failed; bounded by the writer.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>The store a secret came from.</summary>
    public string? Store { get; init; }

    /// <summary>The secret's name there; never its value.</summary>
    public string? Secret { get; init; }

    /// <summary>The secret's version.</summary>
    public string? Version { get; init; }

    /// <summary>Whose token was used.</summary>
    public string? Subject { get; init; }

    /// <summary>The agent's certificate, base64, where the record is signed.</summary>
    public string? Certificate { get; init; }

    /// <summary>The signature, base64.</summary>
    public string? Signature { get; init; }

    /// <summary>Anything else worth knowing; for people.</summary>
    public string? Note { get; init; }
}

/// <summary>Types of events.</summary>
public static class AuditTypes
{
    /// <summary>An intent was accepted or refused.</summary>
    public const string IntentAnswered = "intent.answered";

    /// <summary>A removal was accepted or refused.</summary>
    public const string RemovalAnswered = "removal.answered";

    /// <summary>An intent written in the cluster without a signature was accepted, refused or taken away.</summary>
    public const string LocalIntent = "intent.local";

    /// <summary>An object of the cluster was written, or somebody tried.</summary>
    public const string ObjectWritten = "object.written";

    /// <summary>A secret became a value.</summary>
    public const string SecretResolved = "secret.resolved";

    /// <summary>A certificate was obtained with a bootstrap token.</summary>
    public const string IdentityEnrolled = "identity.enrolled";

    /// <summary>A certificate was renewed.</summary>
    public const string IdentityRenewed = "identity.renewed";

    /// <summary>The control plane refused this agent's token, certificate or request for one.</summary>
    public const string IdentityRefused = "identity.refused";

    /// <summary>A trust document was taken or refused.</summary>
    public const string TrustAnswered = "trust.answered";

    /// <summary>A token was used.</summary>
    public const string TokenUsed = "token.used";
}
