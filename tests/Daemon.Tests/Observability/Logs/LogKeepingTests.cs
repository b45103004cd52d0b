using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Daemon.Observability.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.Observability.Logs;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Logs;

public sealed class LogKeepingTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeKubelet _kubelet = new();
    private readonly ManualTimeProvider _time = new();
    private readonly StoredLogs _logs = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task While_it_leads_lines_are_kept_and_answered_and_afterwards_they_are_not()
    {
        var keeping = Keeping();
        using var term = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAsync<LogStoreException>(() => _logs.QueryAsync(new LogQuery(), Ct));

        var running = keeping.RunAsync(term.Token);
        await CollectedAsync("hello");
        Assert.Null(keeping.Trouble);
        await term.CancelAsync();
        await running;

        await Assert.ThrowsAsync<LogStoreException>(() => _logs.QueryAsync(new LogQuery(), Ct));
        using var next = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var again = keeping.RunAsync(next.Token);
        await CollectedAsync("hello");
        await next.CancelAsync();
        await again;
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_told_and_tried_again()
    {
        var inTheWay = _directory.Write("logs", "a file");
        var keeping = Keeping();
        using var term = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = keeping.RunAsync(term.Token);
        await _time.WaitForTimersAsync(1, cancellationToken: Ct);
        Assert.Contains("cannot be opened", keeping.Trouble);

        File.Delete(inTheWay);
        _time.Advance(TimeSpan.FromSeconds(10));
        await CollectedAsync("hello");
        Assert.Null(keeping.Trouble);
        await term.CancelAsync();
        await running;
    }

    private async Task CollectedAsync(string message)
    {
        if (_kubelet.Opened == 0)
        {
            _kubelet.Log("web-1").Write(0, message);
            _kubelet.Tell("web-1");
        }
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return await IsAnsweredAsync(message);
            },
            cancellationToken: Ct);
    }

    private async Task<bool> IsAnsweredAsync(string message)
    {
        try
        {
            return (await _logs.QueryAsync(new LogQuery(), Ct)).Entries.Any(entry => entry.Entry.Message == message);
        }
        catch (LogStoreException)
        {
            return false;
        }
    }

    private LogKeeping Keeping() => new(
        _kubelet, new LogStoreOptions { Directory = _directory.Combine("logs") }, new LogCollectorOptions { Selector = "app" }, _logs,
        new LogMetrics(_services.GetRequiredService<IMeterFactory>(), NullLogger<LogMetrics>.Instance), _time, () => 0, NullLoggerFactory.Instance);
}
