using Pdp.Core.Ports;
using Pdp.Kubernetes.Errors;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster;

/// <summary>What an answer of the API server means to the rest of the agent.</summary>
internal static class ClusterFailures
{
    /// <summary>The failure in the words of the ports. Its message names the object and never holds a secret's content.</summary>
    public static ClusterException ToClusterException(this KubernetesException failure) =>
        new(ReasonOf(failure), failure.Message, failure.RetryAfter, failure);

    /// <summary>The same, of a write that was refused because what it was decided on has changed: nothing was written.</summary>
    public static ClusterException ToOutdated(this KubernetesException failure) =>
        new(FailureReason.Conflict, failure.Message, failure.RetryAfter, failure) { IsOutdated = true };

    private static FailureReason ReasonOf(KubernetesException failure) => failure switch
    {
        { IsKindUnknown: true } => FailureReason.KindUnknown,
        // The namespace is going, or not there yet: both pass.
        { IsNamespaceTerminating: true } or { IsNotFound: true } or { IsConflict: true } or { IsAlreadyExists: true } =>
            FailureReason.Conflict,
        { IsForbidden: true } or { IsUnauthorized: true } => FailureReason.Forbidden,
        { IsTransient: true } or { IsUnreachable: true } => FailureReason.ClusterUnavailable,
        { IsInvalid: true } or { Status.Code: >= 400 and < 500 } => FailureReason.ObjectInvalid,
        _ => FailureReason.ClusterUnavailable,
    };
}
