namespace Pdp.Simulation.Faults;

/// <summary>Everything that can go wrong in the simulated world.</summary>
internal enum Fault
{
    /// <summary>A request to the API server never arrives.</summary>
    RequestLost,

    /// <summary>It arrives and is carried out, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>It arrives seconds later, when its author may be dead or deposed.</summary>
    WriteLate,

    /// <summary>The API server answers 503.</summary>
    ServerBusy,

    /// <summary>A watch is cut.</summary>
    WatchCut,

    /// <summary>A process cannot reach the API server for a while.</summary>
    ClusterAway,

    /// <summary>A dial to the control plane fails.</summary>
    DialFailed,

    /// <summary>The channel is cut at a frame.</summary>
    ChannelCut,

    /// <summary>The channel goes dead without a word, in one direction or in both.</summary>
    ChannelDead,

    /// <summary>A frame is held up for seconds.</summary>
    FrameLate,

    /// <summary>An intent that was sent before is sent once more, by nobody who should.</summary>
    IntentReplayed,

    /// <summary>A call of the control plane's store takes seconds.</summary>
    DiskSlow,

    /// <summary>It fails, and nothing was written.</summary>
    DiskFailed,

    /// <summary>It fails although it was written.</summary>
    CommitUncertain,

    /// <summary>A control plane process misses changes of the store for a while.</summary>
    NewsLost,

    /// <summary>An agent dies at a crossing.</summary>
    AgentKilled,

    /// <summary>An agent is told to stop, and started again.</summary>
    AgentRestarted,

    /// <summary>An agent stands still for a while and does not know it.</summary>
    AgentFrozen,

    /// <summary>A control plane process dies at a crossing.</summary>
    StubKilled,

    /// <summary>A control plane process is told to stop, and started again.</summary>
    StubRestarted,

    /// <summary>A control plane process stands still for a while.</summary>
    StubFrozen,

    /// <summary>A wall clock is set, forwards or backwards.</summary>
    ClockStep,

    /// <summary>Somebody takes the lease away.</summary>
    LeaseStolen,

    /// <summary>Somebody edits or deletes a managed object by hand.</summary>
    Drift,

    /// <summary>Somebody edits an Intent resource by hand.</summary>
    IntentEdited,
}
