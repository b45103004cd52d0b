using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Intents;

namespace Pdp.Daemon.Cluster;

/// <summary>
/// Ready means: the journal has been read and its changes are heard of. A replica that stands by is as ready as the one that leads.
/// </summary>
internal sealed class JournalHealth(IntentStore store, ILeadership leadership) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.IsFollowing
            ? HealthCheckResult.Healthy(leadership.IsLeader ? "leads" : "stands by")
            : HealthCheckResult.Unhealthy("the Intents cannot be followed: see the log for what the API server says"));
}
