using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Queries;

public sealed class PagingTests
{
    [Theory]
    [InlineData(SortOrder.NewestFirst)]
    [InlineData(SortOrder.OldestFirst)]
    [InlineData(SortOrder.Arrival)]
    public async Task Lines_that_come_meanwhile_move_no_page(SortOrder order)
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Many(900, i => $"line {i}"));
        var query = new LogQuery { Order = order, Limit = 100 };
        var before = await open.AllAsync(query);

        var paged = new List<StoredEntry>();
        for (string? cursor = null; ;)
        {
            var page = await open.QueryAsync(query with { Cursor = cursor });
            paged.AddRange(page.Entries.Where(one => one.Entry.Message.StartsWith("line", StringComparison.Ordinal)));
            await open.AppendAsync(Lines.Source("web-2"), Lines.Many(30, i => $"late {i}"));
            if ((cursor = page.Next) is null || paged.Count >= 900) break;
        }

        Assert.Equal(before, paged);
    }

    [Theory]
    [InlineData(SortOrder.NewestFirst)]
    [InlineData(SortOrder.OldestFirst)]
    [InlineData(SortOrder.Arrival)]
    public async Task Answers_cut_by_time_lead_on_to_the_whole(SortOrder order)
    {
        await using var open = new OpenStore();
        for (var i = 0; i < 12; i++) await open.AppendAsync(Lines.Source($"web-{i % 4}"), [.. Lines.Many(300, n => $"line {i} {n}").Select(line => line with { Time = line.Time.AddSeconds(i) })]);
        var all = await open.AllAsync(new LogQuery { Order = order, Limit = 1000 });

        // A clock that leaps whenever it is looked at: every budget is over at once.
        await using var hasty = await HastyAsync(open);
        var (found, partial) = (new List<StoredEntry>(), 0);
        for (string? cursor = null; ;)
        {
            var page = await hasty.QueryAsync(new LogQuery { Order = order, Limit = 1000, Cursor = cursor, Budget = TimeSpan.FromTicks(1) }, OpenStore.Stop);
            found.AddRange(page.Entries);
            if (page.Partial) partial++;
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(all, found);
        Assert.True(partial > 5, $"{partial} pages were partial");
    }

    [Fact]
    public async Task A_page_that_holds_all_has_no_next()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Many(10, i => $"line {i}"));

        Assert.Null((await open.QueryAsync(new LogQuery { Limit = 10 })).Next);
        Assert.NotNull((await open.QueryAsync(new LogQuery { Limit = 9 })).Next);
    }

    [Fact]
    public async Task A_mark_of_a_gap_is_answered_whatever_the_levels()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Line("fine"), Lines.Line("dropped", 1) with { Missing = 12 }, Lines.Line("bad", 2, Severity.Error));

        var page = await open.QueryAsync(new LogQuery { Levels = [Severity.Error] });

        Assert.Equal(["bad", "dropped"], page.Entries.Select(one => one.Entry.Message));
        Assert.Equal(12, page.Entries[1].Entry.Missing);
    }

    [Theory]
    [InlineData("nonsense", "cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA!", "cursor")]
    public async Task A_cursor_that_is_none_is_refused(string cursor, string names)
    {
        await using var open = new OpenStore();

        var refused = await Assert.ThrowsAsync<LogQueryException>(() => open.QueryAsync(new LogQuery { Cursor = cursor }));

        Assert.Contains(names, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Many(10, i => $"line {i}"));
        var next = (await open.QueryAsync(new LogQuery { Limit = 1 })).Next;

        await Assert.ThrowsAsync<LogQueryException>(() => open.QueryAsync(new LogQuery { Cursor = next, Order = SortOrder.OldestFirst }));
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named()
    {
        await using var open = new OpenStore();

        var refused = await Assert.ThrowsAsync<LogQueryException>(
            () => open.QueryAsync(new LogQuery { Start = Lines.Start, End = Lines.Start, Limit = 1001, Levels = [(Severity)9] }));

        foreach (var field in new[] { "startTime", "limit", "levels" }) Assert.Contains(field, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<SegmentedLogStore> HastyAsync(OpenStore open)
    {
        await open.Store.DisposeAsync();
        return SegmentedLogStore.Open(new LogStoreOptions { Directory = open.Directory, MaxBytes = 64 << 20 }, new HastyTime(), open);
    }

    private sealed class HastyTime : TimeProvider
    {
        private long _ticks = Lines.Start.UtcTicks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Increment(ref _ticks), TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, 10);
    }
}
