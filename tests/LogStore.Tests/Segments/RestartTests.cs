using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Segments;

public sealed class RestartTests
{
    [Fact]
    public async Task Lines_positions_and_ids_go_on_after_a_restart()
    {
        await using var open = new OpenStore();
        var position = new LogPosition("run-1", Lines.Start.AddTicks(7), 3);
        await open.Store.AppendAsync([new SourceBatch(Lines.Source(), Lines.Many(3, i => $"line {i}"), position)], OpenStore.Stop);

        await open.ReopenAsync();

        Assert.Equal(position, open.Store.PositionOf(Lines.Source()));
        Assert.Null(open.Store.PositionOf(Lines.Source("web-2")));
        await open.AppendAsync(Lines.Source(), Lines.Line("line 3", 3));
        var all = await open.AllAsync(new LogQuery { Order = SortOrder.Arrival });
        Assert.Equal([1, 2, 3, 4], all.Select(one => one.Id));
        Assert.Equal(["line 0", "line 1", "line 2", "line 3"], all.Select(one => one.Entry.Message));
    }

    [Fact]
    public async Task A_position_alone_moves_too()
    {
        await using var open = new OpenStore();
        await open.Store.AppendAsync([new SourceBatch(Lines.Source(), [], LogPosition.StartOf("run-1"))], OpenStore.Stop);

        await open.ReopenAsync();

        Assert.Equal(LogPosition.StartOf("run-1"), open.Store.PositionOf(Lines.Source()));
    }

    [Fact]
    public async Task Positions_outlive_the_segments_they_were_stored_in()
    {
        await using var open = new OpenStore(options => options with { SegmentSpan = TimeSpan.FromMinutes(1) });
        var position = new LogPosition("run-1", Lines.Start, 1);
        await open.Store.AppendAsync([new SourceBatch(Lines.Source(), [Lines.Line("quiet")], position)], OpenStore.Stop);
        for (var i = 0; i < 3; i++)
        {
            open.Time.Advance(TimeSpan.FromMinutes(2));
            await open.AppendAsync(Lines.Source("web-2"), Lines.Line("other"));
        }
        Assert.Equal(4, open.Files().Count());

        await open.ReopenAsync(() => File.Delete(open.Files().First()));

        Assert.Equal(position, open.Store.PositionOf(Lines.Source()));
    }

    [Fact]
    public async Task A_position_that_was_forgotten_stays_so()
    {
        await using var open = new OpenStore();
        await open.Store.AppendAsync([new SourceBatch(Lines.Source(), [Lines.Line("last words")], LogPosition.StartOf("run-1"))], OpenStore.Stop);
        await open.Store.ForgetAsync([Lines.Source()], OpenStore.Stop);

        await open.ReopenAsync();

        Assert.Null(open.Store.PositionOf(Lines.Source()));
        Assert.Single(await open.AllAsync(new LogQuery()));
    }

    [Fact]
    public async Task A_segment_half_made_is_made_again()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Line("one"));

        await open.ReopenAsync(() => File.WriteAllText(Path.Combine(open.Directory, "default", "0000000000000000002.log.db.new"), "half"));

        await open.AppendAsync(Lines.Source(), Lines.Line("two"));
        Assert.Equal(2, (await open.AllAsync(new LogQuery())).Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(open.Directory, "default")), file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_process_is_kept_out()
    {
        await using var open = new OpenStore();

        Assert.Contains("no other process", Assert.Throws<LogStoreException>(
            () => SegmentedLogStore.Open(new LogStoreOptions { Directory = open.Directory }, open.Time, open)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_wrong_are_all_named()
    {
        var options = new LogStoreOptions { Directory = " ", MaxBytes = 1, PodShare = 0, SegmentSpan = TimeSpan.Zero, Classes = [] };

        foreach (var name in new[] { "Directory", "MaxBytes", "PodShare", "SegmentSpan", "Classes" })
            Assert.Contains(options.Problems(), problem => problem.StartsWith(name, StringComparison.Ordinal));
    }
}
