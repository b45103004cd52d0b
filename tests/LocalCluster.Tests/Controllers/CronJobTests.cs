using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class CronJobTests
{
    private const string Jobs = "jobs.batch";
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task It_makes_a_job_a_minute_and_keeps_only_the_last_ones()
    {
        await using var cluster = await RunningCluster.StartAsync(time: _time);
        cluster.Create(Cron("tick", "*/1 * * * *", "successfulJobsHistoryLimit: 2"));
        for (var run = 1; run <= 4; run++)
        {
            var minute = _time.GetUtcNow();
            await _time.AdvanceUntilAsync(() => cluster.List(Jobs).Any(job => job.CreatedAt() > minute), TimeSpan.FromSeconds(1), cancellationToken: RunningCluster.Cancel);
            await _time.AdvanceUntilAsync(() => cluster.List(Jobs).All(job => JobTests.JobIs("Complete")(job)), TimeSpan.FromMilliseconds(100), cancellationToken: RunningCluster.Cancel);
        }

        await RunningCluster.UntilAsync(() => cluster.List(Jobs).Count == 2);
        var cron = cluster.Get("cronjobs.batch", "tick")!;
        Assert.NotNull(cron.Text("status", "lastScheduleTime"));
        Assert.NotNull(cron.Text("status", "lastSuccessfulTime"));
        Assert.StartsWith("tick-", cluster.List(Jobs)[0].Name(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forbid", 1)]
    [InlineData("Allow", 2)]
    public async Task What_still_runs_decides_whether_another_may_start(string policy, int expected)
    {
        await using var cluster = await RunningCluster.StartAsync("images: [{image: app, run: simulated, exitAfterSeconds: 3600}]", time: _time);
        cluster.Create(Cron("tick", "*/1 * * * *", $"concurrencyPolicy: {policy}"));
        await _time.AdvanceUntilAsync(() => cluster.List(Jobs).Count == 1, TimeSpan.FromSeconds(1), cancellationToken: RunningCluster.Cancel);
        var first = cluster.List(Jobs)[0].CreatedAt();
        await _time.AdvanceUntilAsync(() => _time.GetUtcNow() >= first.AddSeconds(90), TimeSpan.FromSeconds(1), cancellationToken: RunningCluster.Cancel);
        await RunningCluster.UntilAsync(() => cluster.List(Jobs).Count == expected);
        Assert.Equal(expected, cluster.Get("cronjobs.batch", "tick")!.Items("status", "active").Count());
    }

    [Fact]
    public async Task Suspended_it_makes_none()
    {
        await using var cluster = await RunningCluster.StartAsync(time: _time);
        cluster.Create(Cron("tick", "*/1 * * * *", "suspend: true"));
        var end = _time.GetUtcNow().AddMinutes(5);
        await _time.AdvanceUntilAsync(() => _time.GetUtcNow() >= end, TimeSpan.FromSeconds(10), cancellationToken: RunningCluster.Cancel);
        Assert.Empty(cluster.List(Jobs));
    }

    private static string Cron(string name, string schedule, string spec) => $$"""
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: {{name}}
        spec:
          schedule: "{{schedule}}"
          {{spec}}
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: app:v1
        """;
}
