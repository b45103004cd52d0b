using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Logs;
using Pdp.Daemon.Observability;
using Pdp.Daemon.Observability.Happenings;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Events;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Happenings;

public sealed class EventIntakeTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly PlaneStores _stores = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stores.Close();
        _services.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_a_full_volume_did_not_take_is_stored_when_there_is_room()
    {
        var metrics = new PlaneMetrics(_services.GetRequiredService<IMeterFactory>(), _stores, NullLogger<PlaneMetrics>.Instance);
        var intake = new EventIntake(metrics);
        Open(metrics, "pragma max_page_count = 1");
        for (var i = 0; i < 3; i++) intake.Post(Event($"before-{i}"));
        await Assert.ThrowsAsync<PlaneStoreException>(() => intake.RunAsync(_stores, Ct));
        _stores.Close();

        Open(metrics, "pragma max_page_count = 1000000");
        intake.Post(Event("after"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = intake.RunAsync(_stores, stop.Token);

        await Eventually.EqualAsync(4, () => Stored().Count, cancellationToken: Ct);
        Assert.Equal(["after", "before-0", "before-1", "before-2"], Stored().Select(one => one.Id).Order(StringComparer.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Open(PlaneMetrics metrics, string narrow)
    {
        var options = new PlaneStoreOptions { Directory = _directory.Path, Opened = connection => Execute(connection, narrow) };
        _stores.Open(new PlaneStoresOptions(options, options, options, options), _time, metrics);
    }

    private IReadOnlyList<PlaneEvent> Stored() => _stores.Events.Query(
        new EventQuery { Scopes = [LogScope.Any], Start = _time.GetUtcNow().AddDays(-1), End = _time.GetUtcNow().AddDays(1), Limit = 10 }, Ct).Events;

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private PlaneEvent Event(string id) => new()
    {
        Id = id,
        Time = _time.GetUtcNow(),
        FirstTime = _time.GetUtcNow(),
        Organization = "acme",
        Project = "shop",
        Environment = "prod",
        Component = "web",
        Origin = EventOrigin.Cluster,
        Type = EventType.Normal,
        Reason = "Started",
        // More than a page of the file.
        Message = new string('x', 20_000),
        Kind = "Pod",
        Name = "web-1",
    };
}
