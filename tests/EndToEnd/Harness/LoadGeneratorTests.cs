using Pdp.Story;
using Pdp.Story.Load;

namespace Pdp.EndToEnd.Harness;

/// <summary>The load tells good from bad: figures of a story are worth as much as their counter.</summary>
public sealed class LoadGeneratorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_answers_gives_a_clean_report_with_its_version()
    {
        await using var scratch = new Scratch();
        var (_, port) = await scratch.BackendAsync("one", Ct);

        await using var load = Start(port);
        var report = await load.FinishAsync(200, Ct);

        report.MustBeClean(200);
        Assert.Equal(["one"], report.Versions.Keys);
        Assert.True(report.Median <= report.Percentile99 && report.Percentile99 <= report.Longest);
    }

    [Fact]
    public async Task A_server_that_dies_under_load_is_counted_as_failed_requests()
    {
        await using var scratch = new Scratch();
        var (process, port) = await scratch.BackendAsync("one", Ct);

        await using var load = Start(port);
        await Poll.UntilTrueAsync("requests", () => Task.FromResult(load.Requests > 50), TimeSpan.FromSeconds(10), Ct);
        await process.KillAsync(Ct);
        var report = await load.FinishAsync(load.Requests + 50, Ct);

        Assert.True(report.Failures > 0);
        Assert.InRange(report.FirstFailures.Count, 1, 5);
        Assert.Contains("failed", Assert.Throws<StoryException>(() => report.MustBeClean(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_versions_are_seen_when_one_replaces_the_other()
    {
        await using var scratch = new Scratch();
        var (first, port) = await scratch.BackendAsync("one", Ct);

        await using var load = Start(port);
        await Poll.UntilTrueAsync("requests", () => Task.FromResult(load.Requests > 50), TimeSpan.FromSeconds(10), Ct);
        await first.StopAsync(Ct);
        await scratch.BackendAsync("two", Ct, port);
        var report = await load.FinishAsync(load.Requests + 100, Ct);

        Assert.Equal(["one", "two"], report.Versions.Keys.Order());
    }

    [Fact]
    public void Too_few_requests_mean_nothing() =>
        Assert.Throws<StoryException>(() => new LoadReport(3, 0, [], new Dictionary<string, int>(), default, default, default).MustBeClean(4));

    private static LoadGenerator Start(int port) =>
        LoadGenerator.Start(new LoadOptions(new Uri($"http://127.0.0.1:{port}/version")), () => new SocketsHttpHandler());
}
