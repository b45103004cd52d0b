using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pdp.Core.Ports;
using Pdp.Daemon.Observability.Logs;
using Pdp.Observability.Listening;

namespace Pdp.Daemon.Observability;

/// <summary>
/// Tells whether lines, samples and events are kept and a certificate is shown that is up to date. It never makes the agent unready: the data plane is worked on without.
/// </summary>
internal sealed class ApiHealth(ILeadership leadership, ServerCertificate certificate, PlaneKeeping plane, ILogWork? logs = null) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Problem() is { } problem
            ? HealthCheckResult.Degraded(problem)
            : HealthCheckResult.Healthy(leadership.IsLeader ? "collects and answers" : "hands on to the leader"));

    private string? Problem() =>
        logs?.Trouble is { } trouble ? $"log lines are not kept: {trouble}"
        : plane.Trouble is { } lost ? $"samples, events and runs are not kept: {lost}"
        : logs?.Unread is { } unread ? unread
        : certificate.UnreadableSince is { } since ? $"the certificate cannot be read since {since:yyyy-MM-ddTHH:mm:ssZ}, the one before is shown; the log has more"
        : null;
}
