using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>The cluster did not do what was asked.</summary>
/// <param name="reason">
/// <see cref="FailureReason.ClusterUnavailable"/>, <see cref="FailureReason.Forbidden"/>, <see cref="FailureReason.Conflict"/>,
/// <see cref="FailureReason.ObjectInvalid"/> or <see cref="FailureReason.KindUnknown"/>.
/// </param>
/// <param name="message">For people: names the object and what to change. Never holds a secret's content.</param>
/// <param name="retryAfter">When the cluster said to come back; null when it did not.</param>
/// <param name="inner">The cause.</param>
public sealed class ClusterException(FailureReason reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public FailureReason Reason { get; } = reason;

    /// <summary>
    /// Whether what the write was decided on is no longer so, and nothing was written: look and decide again, at once.
    /// </summary>
    public bool IsOutdated { get; init; }

    /// <summary>When to come back; null when nothing was said.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
