namespace Pdp.Kubernetes.Verbs;

/// <summary>
/// How a writer that takes turns with others sends a write: only while it is its turn, and so that nothing is under way for long after it.
/// Once sent, a write is not cut off by the caller's cancellation: its answer, or its time running out, tells whether it can still land.
/// </summary>
public sealed record Fencing
{
    /// <summary>
    /// Asked right before every sending, repetitions included. When false nothing is sent, and the call fails with
    /// <see cref="Errors.StatusReason.NotPermitted"/>. Must be quick and must not throw.
    /// </summary>
    public required Func<bool> MaySend { get; init; }

    /// <summary>
    /// Longest one sending may take, 1 s to 60 s, whole seconds. The server is told as well and gives the request up by itself, so a write
    /// that reached it lands within this or not at all.
    /// </summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>
    /// Told of each sending of which nobody knows whether it lands, as <see cref="Errors.KubernetesException.MayStillLand"/> says, even where a
    /// repetition of it was answered or given up. Must be quick and must not throw.
    /// </summary>
    public Action? Unanswered { get; init; }
}
