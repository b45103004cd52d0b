using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;

namespace Pdp.Daemon.Hosting;

/// <summary>
/// Tells whether the control plane is reached. It never makes the agent unready: a data plane works with the control plane away.
/// </summary>
internal sealed class ChannelHealth(ChannelService channel, ILeadership leadership) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = (channel.IsConnected, leadership.IsLeader) switch
        {
            (true, _) => "connected",
            (false, true) => "not connected, dialling",
            (false, false) => "not connected, for the leader does that",
        };
        return Task.FromResult(HealthCheckResult.Healthy(state));
    }
}
