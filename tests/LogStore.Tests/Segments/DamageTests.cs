using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Segments;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Segments;

public sealed class DamageTests
{
    [Fact]
    public async Task A_file_that_is_no_segment_is_set_aside_at_the_start()
    {
        await using var open = new OpenStore(options => options with { SegmentSpan = TimeSpan.FromMinutes(1) });
        await open.AppendAsync(Lines.Source(), Lines.Line("first"));
        open.Time.Advance(TimeSpan.FromMinutes(2));
        await open.AppendAsync(Lines.Source(), Lines.Line("second", 1));
        var first = open.Files().First();

        await open.ReopenAsync(() => File.WriteAllText(first, "this is not a database, whatever its name says"));

        Assert.Equal(first, Assert.Single(open.Aside));
        Assert.True(File.Exists(first + ".damaged"));
        Assert.Equal("second", Assert.Single(await open.AllAsync(new LogQuery())).Entry.Message);
        await open.AppendAsync(Lines.Source(), Lines.Line("third", 2));
        Assert.Equal(2, (await open.AllAsync(new LogQuery())).Count);
    }

    [Fact]
    public async Task Damage_met_by_a_search_is_told_and_the_rest_is_answered()
    {
        await using var open = new OpenStore(options => options with { SegmentSpan = TimeSpan.FromMinutes(1) });
        await open.AppendAsync(Lines.Source(), Lines.Many(300, i => $"old {i}"));
        open.Time.Advance(TimeSpan.FromMinutes(2));
        await open.AppendAsync(Lines.Source(), Lines.Line("new", 1000));
        var first = open.Files().First();
        using (var connection = SegmentSchema.Connect(first, create: false)) SegmentSchema.Execute(connection, "update payloads set data = x'01ff00'");

        var page = await open.QueryAsync(new LogQuery { Limit = 1000 });

        Assert.True(page.Partial);
        Assert.Equal("new", Assert.Single(page.Entries).Entry.Message);
        Assert.Equal(first, Assert.Single(open.Aside));
        Assert.False((await open.QueryAsync(new LogQuery { Limit = 1000 })).Partial);
    }

    [Fact]
    public async Task Damage_met_by_a_write_costs_the_segment_and_not_the_lines_that_come()
    {
        await using var open = new OpenStore();
        var position = new LogPosition("run", Lines.Start, 1);
        await open.Store.AppendAsync([new SourceBatch(Lines.Source(), [Lines.Line("old")], position)], OpenStore.Stop);
        using (var connection = SegmentSchema.Connect(open.Files().Single(), create: false)) SegmentSchema.Execute(connection, "drop table blocks");

        await open.AppendAsync(Lines.Source("web-2"), Lines.Line("new"));

        Assert.Single(open.Aside);
        Assert.Equal("new", Assert.Single(await open.AllAsync(new LogQuery())).Entry.Message);
        Assert.Equal(position, open.Store.PositionOf(Lines.Source()));
        await open.ReopenAsync();
        Assert.Equal(position, open.Store.PositionOf(Lines.Source()));
    }
}
