using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Routing;

/// <summary>Says whether proxies have somewhere to send a version's requests. EndpointSlices carry the labels of their Service, so they are followed with it.</summary>
internal sealed class ReadyEndpoints(KindFollowers followers)
{
    private static readonly GroupVersionKind _slice = new("discovery.k8s.io", "v1", "EndpointSlice");

    /// <summary>Whether a version has a ready endpoint; where nobody may look, its health has to do.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read now.</exception>
    public async Task<bool> AnyAsync(VersionOffer offer, CancellationToken cancellationToken)
    {
        try
        {
            return await followers.OfAsync(_slice, cancellationToken) is not { } slices
                || StandingOf.HasReady(slices.OfIntent(offer.IntentId), offer.Version.Service);
        }
        catch (ClusterException failure) when (failure.Reason == FailureReason.Forbidden)
        {
            return true;
        }
    }
}
