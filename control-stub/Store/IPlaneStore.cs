using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Store;

/// <summary>The data planes.</summary>
internal interface IPlaneStore
{
    /// <summary>Adds a plane with its first credential.</summary>
    /// <returns>False, with nothing changed, when the name is taken.</returns>
    Task<bool> AddAsync(PlaneRecord plane, TokenRecord token, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>The plane of that name, if there is one.</summary>
    Task<PlaneRecord?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>What the agent of a plane last said of itself; null when none has, or there is no such plane.</summary>
    Task<AgentRecord?> FindAgentAsync(string name, CancellationToken cancellationToken);

    /// <summary>Planes ordered by name (ordinal).</summary>
    /// <param name="after">Name after which to begin; null for the start.</param>
    /// <param name="limit">Most planes; 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Page<PlaneRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a plane with its credentials, intents and bindings. Its events stay.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string name, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Notes when agents were heard of; what a sighting does not name stays as it was.</summary>
    Task NoteAsync(IReadOnlyList<PlaneSighting> sightings, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);
}

/// <summary>A data plane.</summary>
/// <param name="Name">A DNS label, unique here.</param>
/// <param name="DisplayName">For people; may be empty.</param>
/// <param name="CreatedAt">When it was added, UTC.</param>
/// <param name="Agent">What its agent last said of itself; null until one has connected.</param>
/// <param name="LastSeenAt">When its agent was last heard, UTC; null until one has connected.</param>
/// <param name="Connection">Its session; null while it is not connected.</param>
/// <param name="Certificate">Its newest certificate; null while it has none.</param>
internal sealed record PlaneRecord(
    string Name, string DisplayName, DateTimeOffset CreatedAt, AgentRecord? Agent = null, DateTimeOffset? LastSeenAt = null,
    ConnectionRecord? Connection = null, CertificateRecord? Certificate = null);

/// <summary>The session of a plane that is connected, to whichever process.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Outstanding">Intents whose newest generation the plane has not answered.</param>
internal sealed record ConnectionRecord(string SessionId, DateTimeOffset Since, int Outstanding);

/// <summary>What an agent said of itself.</summary>
/// <param name="AgentId">Name of the process.</param>
/// <param name="Version">Its version.</param>
/// <param name="Cluster">Version of its cluster.</param>
/// <param name="Capabilities">What it found there.</param>
/// <param name="SessionId">Its newest session.</param>
/// <param name="Trust">What it was told to believe; null when it cannot be told.</param>
/// <param name="ObserveUrl">Where its observability API is reached, as it says.</param>
internal sealed record AgentRecord(string AgentId, string Version, string Cluster, IReadOnlyList<string> Capabilities, string SessionId, TrustHeld? Trust = null, string? ObserveUrl = null);

/// <summary>An agent was heard.</summary>
/// <param name="Plane">Its plane.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Agent">What it said of itself, when it said so now.</param>
internal sealed record PlaneSighting(string Plane, DateTimeOffset At, AgentRecord? Agent = null);
