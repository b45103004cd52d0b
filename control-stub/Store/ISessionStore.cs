namespace Pdp.ControlStub.Store;

/// <summary>
/// Which session is the one of its plane, and which process holds it. Every plane has one seat; who sits down last has it, whichever
/// process it is in. A process that has not said for <see cref="Lease"/> that it lives is taken for dead, and its sessions with it.
/// </summary>
internal interface ISessionStore
{
    /// <summary>How long a process counts as alive after it said so.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often a process says that it lives.</summary>
    static readonly TimeSpan RenewEvery = Lease / 3;

    /// <summary>Gives a session the seat of its plane, and notes what its agent said of itself.</summary>
    /// <returns>The number of the seat, which rises with every session of the plane; 0, with nothing changed, when the plane is gone or what the session stands on was revoked.</returns>
    Task<long> SeatAsync(NewSession session, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Frees the seat, unless another sits there, and notes when the agent was last heard.</summary>
    Task LeaveAsync(string plane, string sessionId, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>The sessions of a process that have their seats.</summary>
    Task<IReadOnlyList<SeatRecord>> ListAsync(string process, CancellationToken cancellationToken);

    /// <summary>Takes back a seat that had expired, as of a process that was cut off for long.</summary>
    /// <returns>False when another has sat there since, or the plane's access was revoked.</returns>
    Task<bool> ReclaimAsync(SeatRecord seat, string process, CancellationToken cancellationToken);

    /// <summary>Tells whichever process holds the session of a plane, and notes that it was told.</summary>
    Task HintAsync(StoreChange.SecretHinted hint, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Says that a process lives.</summary>
    Task RenewAsync(string process, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Says that a process is over; seats its sessions still have are free.</summary>
    Task EndAsync(string process, CancellationToken cancellationToken);

    /// <summary>Frees the seats of processes that were last alive before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="happened">Words the end of each session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many seats.</returns>
    Task<int> ExpireAsync(DateTimeOffset before, Func<SeatRecord, NewEvent> happened, CancellationToken cancellationToken);
}

/// <summary>A session that was opened.</summary>
/// <param name="Plane">Its plane.</param>
/// <param name="Id">Names it.</param>
/// <param name="Process">The process that holds it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Agent">What its agent said of itself.</param>
/// <param name="Certificate">Serial number of the certificate it stands on.</param>
internal sealed record NewSession(string Plane, string Id, string Process, DateTimeOffset At, AgentRecord Agent, string Certificate);

/// <summary>A seat that is taken.</summary>
/// <param name="Plane">The plane.</param>
/// <param name="SessionId">The session that has it.</param>
/// <param name="Number">Rises with every session of the plane.</param>
internal sealed record SeatRecord(string Plane, string SessionId, long Number);
