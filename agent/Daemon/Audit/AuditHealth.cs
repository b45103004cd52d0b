using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pdp.Daemon.Audit;

/// <summary>Tells whether the audit trail is written. It never makes the agent unready: the work goes on, and the trail marks the gap.</summary>
internal sealed class AuditHealth(AuditTrail trail) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(trail.FailingSince is { } since
            ? HealthCheckResult.Degraded($"cannot be written since {since:yyyy-MM-ddTHH:mm:ssZ}; the log has more")
            : HealthCheckResult.Healthy("written"));
}
