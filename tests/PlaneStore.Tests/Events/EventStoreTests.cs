using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Events;
using Pdp.PlaneStore.Tests.Support;
using Pdp.Testing;

namespace Pdp.PlaneStore.Tests.Events;

public sealed class EventStoreTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SeenByStore _seen = new();

    [Fact]
    public void The_same_event_again_is_brought_up_to_date_and_stays_where_it_was()
    {
        using var store = Open();
        store.Keep([Event("a") with { Count = 3 }]);
        store.Keep([Event("a") with { Count = 5, Time = At(10), Component = "", Message = "newer" }]);
        store.Keep([Event("a") with { Count = 4, Time = At(5), Message = "late" }]);

        var one = Assert.Single(store.Query(Query(), Token).Events);
        Assert.Equal((5, At(10), At(0), "web"), (one.Count, one.Time, one.FirstTime, one.Component));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_give_each_event_once(bool oldestFirst)
    {
        using var store = Open();
        store.Keep([.. Enumerable.Range(0, 25).Select(i => Event($"e{i:00}") with { Time = At(i / 3) })]);

        var found = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = store.Query(Query() with { Limit = 4, OldestFirst = oldestFirst, Cursor = cursor }, Token);
            found.AddRange(page.Events.Select(one => one.Id));
            if ((cursor = page.Next) is null) break;
        }
        var expected = Enumerable.Range(0, 25).Select(i => $"e{i:00}");
        Assert.Equal(oldestFirst ? expected : expected.Reverse(), found);
    }

    [Fact]
    public void All_that_is_asked_for_must_hold()
    {
        using var store = Open();
        store.Keep(
        [
            Event("a") with { Reason = "BackOff", Type = EventType.Warning, Message = "Back-off restarting failed container" },
            Event("b") with { Reason = "Pulled", Message = "Container image is present" },
            Event("c") with { Organization = "rival", Reason = "BackOff", Type = EventType.Warning, Message = "container" },
        ]);

        Assert.Equal(["b", "a"], Ids(Query()));
        Assert.Equal(["a"], Ids(Query() with { Type = EventType.Warning }));
        Assert.Equal(["b"], Ids(Query() with { Reasons = ["Pulled", "Killing"] }));
        Assert.Equal(["a"], Ids(Query() with { Words = ["CONTAINER", "back"] }));
        Assert.Equal(["c"], Ids(Query() with { Scopes = [new LogScope("rival"), new LogScope("acme", "shop", "prod", "api")] }));
        Assert.Empty(Ids(Query() with { Scopes = [] }));
        Assert.Empty(Ids(Query() with { End = At(-5), Start = At(-10) }));

        IEnumerable<string> Ids(EventQuery query) => store.Query(query, Token).Events.Select(one => one.Id);
    }

    [Theory]
    [InlineData("", "cursor: is not one of an earlier answer")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor: is not one of an earlier answer")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAA", "cursor: is of another sortOrder")]
    public void A_cursor_of_something_else_is_refused(string cursor, string why)
    {
        using var store = Open();

        Assert.Contains(why, Assert.Throws<ArgumentException>(() => store.Query(Query() with { Cursor = cursor }, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_outlive_a_restart_and_go_by_age()
    {
        using (var store = Open()) store.Keep([Event("old"), Event("new") with { Time = At(3600) }]);
        using var again = Open(maxAge: TimeSpan.FromHours(2));
        Assert.Equal(2, again.Query(Query(), Token).Events.Count);

        _time.Advance(TimeSpan.FromMinutes(150));
        again.Tidy();

        Assert.Equal(["new"], again.Query(Query(), Token).Events.Select(one => one.Id));
        Assert.Equal(1, _seen.DroppedEntries);
    }

    [Fact]
    public void The_oldest_make_room()
    {
        using var store = Open(maxBytes: 1 << 20);
        store.Keep([.. Enumerable.Range(0, 2000).Select(i => Event($"e{i}") with { Time = At(i), Message = new string('m', 1000) })]);

        store.Tidy();

        Assert.InRange(store.Bytes, 1, 1 << 20);
        Assert.Equal("e1999", store.Query(Query() with { Limit = 1 }, Token).Events[0].Id);
    }

    [Fact]
    public void A_damaged_file_is_set_aside_while_the_store_is_open()
    {
        using var store = Open();
        store.Keep([.. Enumerable.Range(0, 500).Select(i => Event($"e{i}") with { Message = new string('m', 500) })]);
        Damage();

        store.Keep([Event("after")]);

        Assert.Equal([_directory.Combine("events.db.damaged")], _seen.Aside);
        Assert.Equal(["after"], store.Query(Query(), Token).Events.Select(one => one.Id));
    }

    public void Dispose() => _directory.Dispose();

    internal static EventStore Open(string directory, TimeProvider time, IPlaneStoreEvents seen, TimeSpan? maxAge = null, long maxBytes = 64 << 20) =>
        EventStore.Open(new PlaneStoreOptions { Directory = directory, MaxAge = maxAge ?? TimeSpan.FromDays(14), MaxBytes = maxBytes }, time, seen);

    private EventStore Open(TimeSpan? maxAge = null, long maxBytes = 64 << 20) => Open(_directory.Path, _time, _seen, maxAge, maxBytes);

    private static DateTimeOffset At(int seconds) => new ManualTimeProvider().GetUtcNow().AddSeconds(seconds);

    // The table is said to be where no page is.
    [Fact]
    public void A_full_disk_is_an_error_that_passes()
    {
        SqliteConnection? writing = null;
        using var store = EventStore.Open(
            new PlaneStoreOptions { Directory = _directory.Path, Opened = connection => Execute(writing = connection, "pragma max_page_count = 1") }, _time, _seen);
        var large = Event("a") with { Message = new string('x', 50_000) };

        Assert.Contains("room", Assert.Throws<PlaneStoreException>(() => store.Keep([large])).Message, StringComparison.Ordinal);
        Assert.Empty(store.Query(Query(), Token).Events);
        Execute(writing!, "pragma max_page_count = 1000000");
        store.Keep([large]);

        Assert.Single(store.Query(Query(), Token).Events);
        Assert.Empty(_seen.Aside);
    }

    private void Damage()
    {
        using var connection = new SqliteConnection($"Data Source={_directory.Combine("events.db")};Pooling=False");
        connection.Open();
        Execute(connection, "pragma writable_schema = on; update sqlite_master set rootpage = 99999 where name = 'events'; pragma schema_version = 99");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static PlaneEvent Event(string id) => new()
    {
        Id = id,
        Time = At(0),
        FirstTime = At(0),
        Organization = "acme",
        Project = "shop",
        Environment = "prod",
        Component = "web",
        Origin = EventOrigin.Cluster,
        Type = EventType.Normal,
        Reason = "Started",
        Message = "Started container",
        Kind = "Pod",
        Name = "web-1",
    };

    private static EventQuery Query() => new() { Scopes = [new LogScope("acme")], Start = At(-1000), End = At(1_000_000), Limit = 100 };
}
