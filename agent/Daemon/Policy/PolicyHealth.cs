using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pdp.Daemon.Policy;

/// <summary>Tells whether the policy is what its file says. It never makes the agent unready: the last good policy holds.</summary>
internal sealed class PolicyHealth(CurrentPolicy current) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(current.Trouble is { } trouble
            ? HealthCheckResult.Degraded(
                $"its file is wrong since {trouble.Since:yyyy-MM-ddTHH:mm:ssZ}, the last good policy holds: {trouble.Problems[0]}")
            : HealthCheckResult.Healthy("as its file says"));
}
