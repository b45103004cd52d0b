using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Hosting;

/// <summary>A process that only looks: it never stands for leader, so no write passes the fence.</summary>
internal sealed class NeverLeads : ILeadership
{
    /// <inheritdoc/>
    public bool IsLeader => false;

    /// <inheritdoc/>
    public string? FencingToken => null;

    /// <inheritdoc/>
    public Task ConfirmAsync(CancellationToken cancellationToken) =>
        throw new ClusterException(FailureReason.ClusterUnavailable, "This process only looks.");

    /// <inheritdoc/>
    public void LeaveUnsettled()
    {
        // It sends no writes.
    }
}
