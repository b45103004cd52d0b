using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pdp.Daemon.Hosting;

/// <summary>Alive means that the work has begun and has not ended by a defect; a restart is the cure for that.</summary>
internal sealed class ServiceHealth(IEnumerable<IHostedService> services) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(services.OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true })
            ? HealthCheckResult.Unhealthy("a part of the agent has ended by a defect; its log has more")
            : HealthCheckResult.Healthy());
}
