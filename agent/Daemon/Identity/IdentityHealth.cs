using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pdp.Daemon.Identity;

/// <summary>Tells how this agent stands with its control plane. It never makes the agent unready: a data plane works without one.</summary>
internal sealed class IdentityHealth(IdentityKeeper keeper, IdentityStanding standing, TimeProvider time) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        return Task.FromResult((keeper.Trouble ?? standing.Advice, keeper.Active) switch
        {
            ({ } advice, _) => HealthCheckResult.Degraded(advice),
            (null, null) => HealthCheckResult.Healthy("no certificate read yet, for the leader does that"),
            (null, { } active) when active.IsExpired(now) =>
                HealthCheckResult.Degraded($"the certificate expired at {active.Certificate.NotAfter:u}; it is renewed with the next dial"),
            (null, { } active) => HealthCheckResult.Healthy($"{active.Certificate.Plane} until {active.Certificate.NotAfter:u}"),
        });
    }
}
