namespace Pdp.Protocol.Intents;

/// <summary>The probes of a container.</summary>
public sealed record ProbeSet
{
    /// <summary>Holds back the others until it succeeded once.</summary>
    public ProbeSpec? Startup { get; init; }

    /// <summary>Takes traffic only while it succeeds.</summary>
    public ProbeSpec? Readiness { get; init; }

    /// <summary>Restarts the container when it fails.</summary>
    public ProbeSpec? Liveness { get; init; }
}
