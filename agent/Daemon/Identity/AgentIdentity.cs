namespace Pdp.Daemon.Identity;

/// <summary>Everything that is kept about who this agent is. Holds private keys: never printed, and written only to the identity's store.</summary>
internal sealed record AgentIdentity
{
    /// <summary>The plane it is for.</summary>
    public required string PlaneId { get; init; }

    /// <summary>PEM (PKCS#8) of the certificate's key; null before the first certificate.</summary>
    public string? Key { get; init; }

    /// <summary>PEM of the certificate and its chain; null before the first.</summary>
    public string? Certificate { get; init; }

    /// <summary>When the certificate came, by this agent's clock.</summary>
    public DateTimeOffset ObtainedAt { get; init; }

    /// <summary>SHA-256 of the bootstrap token it came by, lower-case hex; null before the first certificate.</summary>
    public string? TokenSha256 { get; init; }

    /// <summary>The key that a certificate is being asked for; null when none is.</summary>
    public PendingKey? Pending { get; init; }

    /// <summary>The trust document in force, as it was signed; null while the bundle's content is.</summary>
    public string? Trust { get; init; }

    /// <summary>The plane only.</summary>
    public override string ToString() => $"AgentIdentity {PlaneId}";
}

/// <summary>
/// A key that was stored before a certificate is asked for it, so that the same key asks again after a crash or when the answer was lost.
/// </summary>
/// <param name="Key">PEM (PKCS#8).</param>
/// <param name="Purpose">What it is asked for with: <see cref="Renewal"/>, or SHA-256 of a bootstrap token.</param>
internal sealed record PendingKey(string Key, string Purpose)
{
    /// <summary>The certificate before is renewed.</summary>
    public const string Renewal = "renewal";

    /// <summary>The purpose only.</summary>
    public override string ToString() => $"PendingKey {Purpose}";
}
