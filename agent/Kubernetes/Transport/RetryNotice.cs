using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>A request failed and will be sent once more.</summary>
/// <param name="Failure">What went wrong.</param>
/// <param name="Attempt">The attempt that failed, from 1.</param>
/// <param name="Pause">Time until the next.</param>
public sealed record RetryNotice(KubernetesException Failure, int Attempt, TimeSpan Pause);
