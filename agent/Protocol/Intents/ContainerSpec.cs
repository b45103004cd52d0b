namespace Pdp.Protocol.Intents;

/// <summary>One container of a component.</summary>
public sealed record ContainerSpec
{
    /// <summary>Image reference with a tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>Replaces the image's entry point.</summary>
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];

    /// <summary>Replaces the image's arguments.</summary>
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = [];

    /// <summary>Environment variables, in order.</summary>
    public IReadOnlyList<EnvVar> Env { get; init => field = value ?? []; } = [];

    /// <summary>Files mounted from configuration or secrets.</summary>
    public IReadOnlyList<FileMount> Files { get; init => field = value ?? []; } = [];

    /// <summary>Ports by name, 1..65535.</summary>
    public IReadOnlyDictionary<string, ContainerPort> Ports { get; init => field = value ?? Map<ContainerPort>.Empty; } =
        Map<ContainerPort>.Empty;

    /// <summary>Requests and limits.</summary>
    public ResourceSpec? Resources { get; init; }

    /// <summary>Numeric user to run as, 1..2147483647; the image's own when absent, which then must not be root.</summary>
    public int? RunAsUser { get; init; }

    /// <summary>Startup, readiness and liveness.</summary>
    public ProbeSet Probes { get; init => field = value ?? new(); } = new();
}
