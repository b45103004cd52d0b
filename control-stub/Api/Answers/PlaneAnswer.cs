namespace Pdp.ControlStub.Api.Answers;

/// <summary>A plane as operators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">For people; may be empty.</param>
/// <param name="CreatedAt">When it was added, UTC.</param>
/// <param name="Connection">Whether its agent is connected.</param>
/// <param name="Agent">What its agent last said of itself.</param>
/// <param name="LastSeenAt">When its agent was last heard, UTC; while it is connected at most a minute old.</param>
/// <param name="Certificate">Its newest certificate; null until it has enrolled.</param>
internal sealed record PlaneAnswer(
    string Id, string DisplayName, DateTimeOffset CreatedAt, ConnectionAnswer Connection, AgentAnswer? Agent, DateTimeOffset? LastSeenAt,
    CertificateAnswer? Certificate);

/// <summary>Whether an agent is connected.</summary>
/// <param name="State"><c>never</c>, <c>disconnected</c> or <c>connected</c>.</param>
/// <param name="SessionId">The session, as both sides' logs name it.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Outstanding">Intents whose newest generation the plane has not answered.</param>
internal sealed record ConnectionAnswer(string State, string? SessionId = null, DateTimeOffset? Since = null, int? Outstanding = null);

/// <summary>A certificate of an agent.</summary>
/// <param name="Serial">Serial number, upper-case hex.</param>
/// <param name="PublicKeySha256">SHA-256 of its public key (SubjectPublicKeyInfo), lower-case hex.</param>
/// <param name="IssuedAt">When, UTC.</param>
/// <param name="ExpiresAt">Its end, UTC.</param>
/// <param name="RevokedAt">When it was revoked, UTC.</param>
internal sealed record CertificateAnswer(
    string Serial, string PublicKeySha256, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>What an agent said of itself.</summary>
internal sealed record AgentAnswer(
    string Id, string Version, string Cluster, IReadOnlyList<string> Capabilities, TrustHeldAnswer? Trust = null, string? ObserveUrl = null);

/// <summary>What an agent was told to believe.</summary>
/// <param name="Document">The version of the document it holds; 0 is its bundle's content.</param>
/// <param name="Version">The version of <c>/api/v1/trust</c> that document says; 0 when it is not known.</param>
internal sealed record TrustHeldAnswer(long Document, long Version);

/// <summary>A page of planes.</summary>
/// <param name="Items">The planes.</param>
/// <param name="Next">Send it as <c>after</c> to get the next page; absent at the end.</param>
internal sealed record PlaneListAnswer(IReadOnlyList<PlaneAnswer> Items, string? Next);
