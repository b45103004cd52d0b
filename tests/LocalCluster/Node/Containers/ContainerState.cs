namespace Pdp.LocalCluster.Node.Containers;

/// <summary>What a container is doing.</summary>
internal abstract record ContainerState
{
    /// <summary>Not running, for a reason in the words of the kubelet: <c>ContainerCreating</c>, <c>ImagePullBackOff</c>, <c>CrashLoopBackOff</c>…</summary>
    public sealed record Waiting(string Reason, string? Message = null) : ContainerState;

    public sealed record Running(DateTimeOffset Since) : ContainerState;

    public sealed record Terminated(int ExitCode, string Reason, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string? Message = null) : ContainerState
    {
        /// <summary>The run that ended; null where none had begun.</summary>
        public string? ContainerId { get; init; }
    }
}
