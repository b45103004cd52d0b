using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Audit.Verification;
using Pdp.Daemon.Tests.Harness;

namespace Pdp.Daemon.Tests.Audit;

public sealed class AuditTrailTests : IDisposable
{
    private readonly Trail _files = new();
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_at_once_are_one_chain_and_durable_when_they_return()
    {
        using var trail = Start();
        await trail.StartAsync(Ct);

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), Ct, async (i, _) => await trail.RecordAsync(Trail.Event(i)));
        Assert.Equal(1001, _files.Verify().Records);
        await trail.StopAsync(Ct);

        var report = _files.Verify(new AuditExpectations(FromStart: true));
        Assert.Empty(report.Findings);
        Assert.Equal(1002, report.Records);
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_does_not_hold_up_the_work_and_is_told_of()
    {
        await File.WriteAllTextAsync(_files.Path, "in the way", Ct);
        using var trail = Start();
        await trail.StartAsync(Ct);

        await trail.RecordAsync(Trail.Event(1));
        await trail.RecordAsync(Trail.Event(2));
        Assert.NotNull(trail.FailingSince);
        Assert.Equal(HealthStatus.Degraded, (await new AuditHealth(trail).CheckHealthAsync(new HealthCheckContext(), Ct)).Status);
        Assert.Contains("AuditLosing", _log.ToString(), StringComparison.Ordinal);

        File.Delete(_files.Path);
        await trail.RecordAsync(Trail.Event(3));
        Assert.Null(trail.FailingSince);
        await trail.StopAsync(Ct);
        Assert.Contains("records 1 to 4 are in no file", await File.ReadAllTextAsync(Assert.Single(_files.Files), Ct), StringComparison.Ordinal);
        Assert.NotEqual(FindingKind.Broken, _files.Verify().Worst);
    }

    public void Dispose()
    {
        _services.Dispose();
        _files.Dispose();
    }

    private AuditTrail Start() => new(
        new AuditSettings { Directory = _files.Path },
        new AuditOwner("p", "a"),
        new AuditMetrics(_services.GetRequiredService<IMeterFactory>()),
        _files.Time,
        LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<AuditTrail>());
}
