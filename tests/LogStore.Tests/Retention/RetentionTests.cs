using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Retention;
using Pdp.LogStore.Segments;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Retention;

public sealed class RetentionTests
{
    private readonly Random _random = new(7);

    [Fact]
    public async Task Lines_past_their_age_are_not_answered_and_their_segment_goes()
    {
        await using var open = new OpenStore(options => options with { Classes = [RetentionClass.Default with { MaxAge = TimeSpan.FromHours(1) }] });
        open.Time.SetUtcNow(Lines.Start);
        await open.AppendAsync(Lines.Source(), Lines.Line("old"), Lines.Line("newer", 60_000));

        open.Time.Advance(TimeSpan.FromHours(1).Add(TimeSpan.FromSeconds(30)));
        Assert.Equal("newer", Assert.Single(await open.AllAsync(new LogQuery())).Entry.Message);

        open.Time.Advance(TimeSpan.FromHours(7));
        await open.Store.MaintainAsync(OpenStore.Stop);

        var (_, reason, entries) = Assert.Single(open.Drops);
        Assert.Equal((DropReason.Age, 2), (reason, entries));
        Assert.Single(open.Files());
    }

    [Fact]
    public async Task The_store_stays_within_its_size_and_drops_the_oldest()
    {
        await using var open = new OpenStore(options => options with { MaxBytes = 8 << 20, PodShare = 1 });
        for (var i = 0; i < 120; i++) await open.AppendAsync(Lines.Source(), Noise(i));

        Assert.NotEmpty(open.Drops);
        Assert.All(open.Drops, drop => Assert.Equal(DropReason.Size, drop.Reason));
        Assert.InRange(open.Store.Usage.Bytes, 6 << 20, 8 << 20);
        var kept = await open.AllAsync(new LogQuery { Order = SortOrder.Arrival, Limit = 1000 });
        Assert.Equal(120 * 16, kept[^1].Id);
        Assert.Equal(Enumerable.Range(0, kept.Count).Select(i => kept[0].Id + i), kept.Select(one => one.Id));
        Assert.Equal(kept[0].Id, open.Store.Usage.OldestId);
    }

    [Fact]
    public async Task A_cursor_stays_good_when_what_it_points_at_is_dropped()
    {
        await using var open = new OpenStore(options => options with { MaxBytes = 8 << 20, PodShare = 1 });
        for (var i = 0; i < 40; i++) await open.AppendAsync(Lines.Source(), Noise(i));
        var page = await open.QueryAsync(new LogQuery { Order = SortOrder.OldestFirst, Limit = 10 });
        for (var i = 40; i < 160; i++) await open.AppendAsync(Lines.Source(), Noise(i));

        var next = await open.QueryAsync(new LogQuery { Order = SortOrder.OldestFirst, Limit = 10, Cursor = page.Next });

        Assert.Equal(open.Store.Usage.OldestId, next.Entries[0].Id);
    }

    [Fact]
    public async Task The_class_that_matters_less_makes_room_for_the_one_that_matters_more()
    {
        await using var open = new OpenStore(options => options with
        {
            MaxBytes = 8 << 20,
            PodShare = 1,
            Classes = [new RetentionClass { Name = "dev", Scope = new LogScope(Environment: "dev"), Priority = -1 }, RetentionClass.Default],
        });
        await open.AppendAsync(Lines.Source(), Noise(0));
        for (var i = 1; i < 60; i++) await open.AppendAsync(Lines.Source("web-1", "web", "dev"), Noise(i));
        for (var i = 60; i < 80; i++) await open.AppendAsync(Lines.Source(), Noise(i));

        Assert.NotEmpty(open.Drops);
        Assert.All(open.Drops, drop => Assert.Contains("/dev/", drop.File, StringComparison.Ordinal));
        Assert.Equal(21 * 16, (await open.AllAsync(new LogQuery { Scopes = [new LogScope(Environment: "prod")], Limit = 1000 })).Count);
    }

    [Fact]
    public async Task A_noisy_pod_pushes_out_no_one_but_itself()
    {
        await using var open = new OpenStore(options => options with { MaxBytes = 8 << 20 });
        for (var i = 0; i < 150; i++)
        {
            await open.AppendAsync(Lines.Source("noisy-1", "noisy"), Noise(i));
            await open.AppendAsync(Lines.Source(), Lines.Line($"quiet {i}", i));
        }

        Assert.NotEmpty(open.Drops);
        Assert.All(open.Drops, drop => Assert.Contains("default.overflow", drop.File, StringComparison.Ordinal));
        Assert.Equal(150, (await open.AllAsync(new LogQuery { Scopes = [new LogScope(Pod: "web-1")], Limit = 1000 })).Count);
        var noisy = await open.AllAsync(new LogQuery { Scopes = [new LogScope(Pod: "noisy-1")], Limit = 1000, Order = SortOrder.Arrival });
        Assert.True(noisy.Count > 25 * 16, $"the noisy pod keeps what room is free: {noisy.Count}");
    }

    [Fact]
    public async Task A_full_disk_costs_the_oldest_lines_and_not_the_new()
    {
        var pages = long.MaxValue;
        await using var open = new OpenStore(options => options with
        {
            PodShare = 1,
            MaxBytes = 64 << 20,
            Opened = connection =>
            {
                if (pages < long.MaxValue) SegmentSchema.Execute(connection, $"pragma max_page_count = {pages}");
            },
        });
        for (var i = 0; i < 80; i++) await open.AppendAsync(Lines.Source(), Noise(i));
        pages = SegmentSchemaPages(open.Files().Last());
        await open.ReopenAsync();
        // What is dropped makes room.
        open.OnDrop = () => pages = long.MaxValue;

        for (var i = 80; i < 90; i++) await open.AppendAsync(Lines.Source(), Noise(i));

        Assert.Equal(DropReason.DiskFull, Assert.Single(open.Drops).Reason);
        var kept = await open.AllAsync(new LogQuery { Order = SortOrder.Arrival, Limit = 1000 });
        Assert.Equal(90 * 16, kept[^1].Id);
        Assert.Equal(Enumerable.Range(0, kept.Count).Select(i => kept[0].Id + i), kept.Select(one => one.Id));
    }

    [Fact]
    public async Task A_disk_with_nothing_left_to_drop_is_an_error_and_loses_nothing_stored()
    {
        var narrow = false;
        await using var open = new OpenStore(options => options with
        {
            Opened = connection =>
            {
                if (narrow) SegmentSchema.Execute(connection, "pragma max_page_count = 1");
            },
        });
        narrow = true;

        var full = await Assert.ThrowsAsync<LogStoreException>(() => open.AppendAsync(Lines.Source(), Noise(0)));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);

        narrow = false;
        await open.ReopenAsync();
        await open.AppendAsync(Lines.Source(), Lines.Line("fine again"));
        Assert.Single(await open.AllAsync(new LogQuery()));
    }

    [Fact]
    public async Task When_there_is_room_again_the_store_goes_on_and_is_whole()
    {
        SqliteConnection? writing = null;
        await using var open = new OpenStore(options => options with { Opened = connection => SegmentSchema.Execute(writing = connection, "pragma max_page_count = 1") });
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<LogStoreException>(() => open.AppendAsync(Lines.Source($"web-{i}"), Noise(i)));

        SegmentSchema.Execute(writing!, "pragma max_page_count = 1000000");
        for (var i = 0; i < 3; i++) await open.AppendAsync(Lines.Source($"web-{i}"), Noise(i));
        await open.ReopenAsync();

        Assert.Empty(open.Aside);
        Assert.Equal(48, (await open.AllAsync(new LogQuery())).Count);
    }

    // 16 lines of 6,000 characters that do not compress.
    private LogEntry[] Noise(int batch) =>
        [.. Enumerable.Range(0, 16).Select(i => Lines.Line(Lines.Noise(_random, 6000), (batch * 16) + i))];

    private static long SegmentSchemaPages(string file)
    {
        using var connection = SegmentSchema.Connect(file, create: false);
        return SegmentSchema.Number(connection, "pragma page_count");
    }
}
