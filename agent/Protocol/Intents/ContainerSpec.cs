namespace Pdp.Protocol.Intents;

/// <summary>One container of a component.</summary>
public sealed record ContainerSpec : ContainerBasics
{
    /// <summary>Whether it only serves the others: it starts before them, ends after them, and does not keep a task from ending.</summary>
    public bool Sidecar { get; init; }

    /// <summary>Ports by name, 1..65535.</summary>
    public IReadOnlyDictionary<string, ContainerPort> Ports { get; init => field = value ?? Map<ContainerPort>.Empty; } =
        Map<ContainerPort>.Empty;

    /// <summary>Startup, readiness and liveness.</summary>
    public ProbeSet Probes { get; init => field = value ?? new(); } = new();
}
