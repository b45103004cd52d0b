using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// The kinds the customer's policy allows, anywhere. A kind is followed once somebody asks for it, so right after a takeover none is; what only
/// an earlier agent made is of a kind that nobody might ever ask for.
/// </summary>
internal sealed class WritableKinds(KindFollowers followers, Func<CustomerPolicy> policy) : IWritableKinds
{
    /// <inheritdoc/>
    public Task FollowAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(policy().Kinds.Select(kind => FollowAsync(kind, cancellationToken)));

    private async Task FollowAsync(string kind, CancellationToken cancellationToken)
    {
        var slash = kind.IndexOf('/', StringComparison.Ordinal);
        try
        {
            await followers.FollowAsync(slash < 0 ? "" : kind[..slash], kind[(slash + 1)..], cancellationToken);
        }
        catch (ClusterException failure) when (failure.Reason == FailureReason.Forbidden)
        {
            // What this agent may not read, one with the same rights has never made.
        }
    }
}
