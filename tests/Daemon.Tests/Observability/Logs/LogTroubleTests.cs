using Microsoft.Data.Sqlite;
using Pdp.Daemon.Tests.Observability.Collection;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Logs;

/// <summary>What stands in the way of collecting is told where an operator looks, and collecting goes on when it is gone.</summary>
public sealed class LogTroubleTests : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeKubelet _kubelet = new();
    private readonly CollectingReplica _agent;
    private volatile bool _full;

    public LogTroubleTests() => _agent = new CollectingReplica(_kubelet, "any", _directory.Combine("logs"), opened: Narrow);

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_full_volume_is_told_and_each_line_is_there_once_when_there_is_room()
    {
        _full = true;
        for (var i = 0; i < 20; i++) _kubelet.Log("web-1").Write(i, Long(i));
        _kubelet.Tell("web-1");
        _agent.Lead();
        await Eventually.TrueAsync(() => _agent.Keeping.Trouble?.Contains("The disk of the log store is full", StringComparison.Ordinal) == true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("pdp_agent_logs_failing 1", _agent.Metrics, StringComparison.Ordinal);

        _full = false;

        await _agent.StoredAsync("web-1", Enumerable.Range(0, 20).Select(Long));
        Assert.Null(_agent.Keeping.Trouble);
        Assert.Contains("pdp_agent_logs_failing 0", _agent.Metrics, StringComparison.Ordinal);
        await _agent.StepDownAsync();
        _agent.Lead();
        _kubelet.Log("web-1").Write(100, "after");
        await _agent.StoredAsync("web-1", [.. Enumerable.Range(0, 20).Select(Long), "after"]);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_told_and_lines_come_when_it_is_given()
    {
        _kubelet.Forbids = true;
        _kubelet.Log("web-1").Write(0, "one");
        _kubelet.Tell("web-1");
        _agent.Lead();
        await Eventually.TrueAsync(() => _agent.Keeping.Unread is not null, cancellationToken: TestContext.Current.CancellationToken);
        Assert.StartsWith("the logs of 1 of 1 containers cannot be read now: read the log of Pod/shop/web-1: 403 Forbidden", _agent.Keeping.Unread, StringComparison.Ordinal);
        Assert.Contains("pdp_agent_logs_unread 1", _agent.Metrics, StringComparison.Ordinal);

        _kubelet.Forbids = false;

        await _agent.StoredAsync("web-1", "one");
        Assert.Null(_agent.Keeping.Unread);
        Assert.Contains("pdp_agent_logs_unread 0", _agent.Metrics, StringComparison.Ordinal);
    }

    // Does not compress, and does not fit into a page.
    private static string Long(int line)
    {
        var text = new char[20_000];
        new Random(line).GetItems("abcdefghijklmnopqrstuvwxyz", text);
        return new string(text);
    }

    private void Narrow(SqliteConnection connection)
    {
        if (!_full) return;
        using var command = connection.CreateCommand();
        command.CommandText = "pragma max_page_count = 1";
        command.ExecuteNonQuery();
    }
}
