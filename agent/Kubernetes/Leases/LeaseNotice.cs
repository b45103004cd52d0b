using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Leases;

/// <summary>What happens around a lease.</summary>
public abstract record LeaseNotice
{
    private LeaseNotice()
    {
    }

    /// <summary>Somebody holds the lease who did not before, ourselves included.</summary>
    /// <param name="Holder">Who; null when nobody.</param>
    public sealed record HolderChanged(string? Holder) : LeaseNotice;

    /// <summary>The lease could not be read or written; it is tried again.</summary>
    /// <param name="Error">Why.</param>
    public sealed record AttemptFailed(KubernetesException Error) : LeaseNotice;

    /// <summary>We held the lease and no longer may act on it: it was not renewed in time, or somebody else has it.</summary>
    public sealed record Lost : LeaseNotice;
}
