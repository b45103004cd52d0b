namespace Pdp.Protocol.Intents;

/// <summary>What every container has, whenever in the life of a pod it runs.</summary>
public abstract record ContainerBasics
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

    /// <summary>Requests and limits.</summary>
    public ResourceSpec? Resources { get; init; }

    /// <summary>Numeric user to run as, 1..2147483647; the image's own when absent, which then must not be root.</summary>
    public int? RunAsUser { get; init; }
}
