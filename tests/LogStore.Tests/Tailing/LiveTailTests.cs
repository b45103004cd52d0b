using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;
using Pdp.LogStore.Tests.Support;
using Pdp.Testing;

namespace Pdp.LogStore.Tests.Tailing;

public sealed class LiveTailTests
{
    [Fact]
    public async Task What_is_stored_is_told_to_those_it_concerns()
    {
        await using var open = new OpenStore();
        await using var errors = Reader(open, new TailRequest { Levels = [Severity.Error] });
        await using var web2 = Reader(open, new TailRequest { Scopes = [new LogScope(Pod: "web-2")], Search = "hello" });
        await JoinedAsync(open, 2, errors, web2);

        await open.AppendAsync(Lines.Source(), Lines.Line("hello"), Lines.Line("bad", 1, Severity.Error));
        await open.AppendAsync(Lines.Source("web-2"), Lines.Line("other"), Lines.Line("hello you"));

        Assert.Equal("bad", await NextAsync(errors));
        Assert.Equal("hello you", await NextAsync(web2));
    }

    [Fact]
    public async Task A_reader_that_was_away_goes_on_after_what_it_got()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Many(2500, i => $"line {i}"));
        await using var reader = Reader(open, new TailRequest { After = 400 });

        for (var i = 400; i < 2500; i++) Assert.Equal($"line {i}", await NextAsync(reader));
        await open.AppendAsync(Lines.Source(), Lines.Line("live"));
        Assert.Equal("live", await NextAsync(reader));
    }

    [Fact]
    public async Task Lines_stored_while_a_reader_catches_up_are_told_once()
    {
        await using var open = new OpenStore();
        await open.AppendAsync(Lines.Source(), Lines.Many(1500, i => $"line {i}"));
        await using var reader = Reader(open, new TailRequest { After = 0 });
        Assert.Equal("line 0", await NextAsync(reader));
        // It is within the first page of what it missed; what comes now is in a later page and in its buffer.
        for (var i = 1500; i < 1600; i++) await open.AppendAsync(Lines.Source(), Lines.Line($"line {i}"));

        for (var i = 1; i < 1600; i++) Assert.Equal($"line {i}", await NextAsync(reader));
        await open.AppendAsync(Lines.Source(), Lines.Line("live"));
        Assert.Equal("live", await NextAsync(reader));
    }

    [Fact]
    public async Task A_slow_reader_is_skipped_ahead_and_told_how_far()
    {
        await using var open = new OpenStore();
        await using var slow = Reader(open, new TailRequest { Buffer = 10 });
        await using var quick = Reader(open, new TailRequest());
        await JoinedAsync(open, 2, slow, quick);

        await open.AppendAsync(Lines.Source(), Lines.Many(35, i => $"line {i}"));

        Assert.Equal("gap 30", await NextAsync(slow));
        for (var i = 30; i < 35; i++) Assert.Equal($"line {i}", await NextAsync(slow));
        for (var i = 0; i < 35; i++) Assert.Equal($"line {i}", await NextAsync(quick));
    }

    [Fact]
    public async Task A_reader_whose_lines_were_dropped_is_told_of_a_gap()
    {
        await using var open = new OpenStore(options => options with { SegmentSpan = TimeSpan.FromMinutes(1) });
        await open.AppendAsync(Lines.Source(), Lines.Many(10, i => $"old {i}"));
        open.Time.Advance(TimeSpan.FromMinutes(2));
        await open.AppendAsync(Lines.Source(), Lines.Line("new"));
        await open.ReopenAsync(() => File.Delete(open.Files().First()));

        await using var reader = Reader(open, new TailRequest { After = 3 });

        Assert.Equal("gap", await NextAsync(reader));
        Assert.Equal("new", await NextAsync(reader));
    }

    [Fact]
    public async Task Readers_end_with_the_store_and_leave_nothing_behind()
    {
        await using var open = new OpenStore();
        await using (var gone = Reader(open, new TailRequest()))
        {
            await JoinedAsync(open, 1, gone);
            await open.AppendAsync(Lines.Source(), Lines.Line("one"));
            await NextAsync(gone);
        }
        Assert.Equal(0, open.Store.Tail.Readers);

        await using var reader = Reader(open, new TailRequest());
        var next = reader.MoveNextAsync();
        await open.Store.DisposeAsync();
        Assert.False(await next);
        await open.ReopenAsync();
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_refused_at_once()
    {
        await using var open = new OpenStore();

        Assert.Throws<LogQueryException>(() => open.Store.Tail.FollowAsync(new TailRequest { Search = "/(/" }, OpenStore.Stop));
        Assert.Throws<LogQueryException>(() => open.Store.Tail.FollowAsync(new TailRequest { Buffer = 0 }, OpenStore.Stop));
        Assert.Throws<LogQueryException>(() => open.Store.Tail.FollowAsync(new TailRequest { After = -1 }, OpenStore.Stop));
    }

    private static TailReader Reader(OpenStore open, TailRequest request) => new(open.Store.Tail, request);

    // A reader listens from its first step on, which ends with its first item.
    private static async Task JoinedAsync(OpenStore open, int readers, params TailReader[] all)
    {
        foreach (var reader in all) reader.Begin();
        await Eventually.EqualAsync(readers, () => open.Store.Tail.Readers, cancellationToken: OpenStore.Stop);
    }

    private static async Task<string> NextAsync(TailReader reader)
    {
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, OpenStore.Stop));
        return reader.Current switch
        {
            TailItem.Line line => line.Entry.Entry.Message,
            TailItem.Gap { Missed: { } missed } => $"gap {missed}",
            _ => "gap",
        };
    }

    private sealed class TailReader : IAsyncDisposable
    {
        private readonly CancellationTokenSource _leaving = CancellationTokenSource.CreateLinkedTokenSource(OpenStore.Stop);
        private readonly IAsyncEnumerator<TailItem> _items;
        private Task<bool>? _begun;

        public TailReader(LiveTail tail, TailRequest request) => _items = tail.FollowAsync(request, _leaving.Token).GetAsyncEnumerator(_leaving.Token);

        public TailItem Current => _items.Current;

        public void Begin() => _begun = _items.MoveNextAsync().AsTask();

        public ValueTask<bool> MoveNextAsync()
        {
            var next = _begun is { } begun ? new ValueTask<bool>(begun) : _items.MoveNextAsync();
            _begun = null;
            return next;
        }

        public async ValueTask DisposeAsync()
        {
            await _leaving.CancelAsync();
            if (_begun is { } begun) await begun.ContinueWith(_ => { }, TaskScheduler.Default);
            await _items.DisposeAsync();
            _leaving.Dispose();
        }
    }
}
