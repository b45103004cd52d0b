using System.Net;
using Pdp.Core.Logs;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Logs;

public sealed class LogTailRouteTests : IAsyncLifetime
{
    private ApiUnderTest _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Lines_within_the_token_come_as_they_are_stored_and_it_goes_on_after_the_last_event()
    {
        var token = _api.Token(new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop"));
        TailEvent? last;
        using (var tail = await _api.TailAsync("", token))
        {
            Assert.Equal("text/event-stream", tail.Response.Content.Headers.ContentType?.MediaType);
            await _api.StoreAsync(ApiUnderTest.Bank, "money moved");
            await _api.StoreAsync(ApiUnderTest.Web, "first");
            last = await tail.NextAsync();
            Assert.Equal(("log", "first"), (last?.Name, last?.Data.GetProperty("message").GetString()));
        }
        await Eventually.EqualAsync(0, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        await _api.StoreAsync(ApiUnderTest.Bank, "more money moved");
        await _api.StoreAsync(ApiUnderTest.Web, "second", "third");

        using var again = await _api.TailAsync("", token, last!.Id);
        Assert.Equal("second", await again.LineAsync());
        Assert.Equal("third", await again.LineAsync());
    }

    [Fact]
    public async Task What_was_asked_for_narrows_it()
    {
        using var tail = await _api.TailAsync("?component=web&level=error&level=fatal&search=order");
        await _api.StoreAsync(ApiUnderTest.Bank, [new LogEntry(_api.Time.GetUtcNow(), Severity.Error, "order of the bank")]);
        await _api.StoreAsync(ApiUnderTest.Web, [new LogEntry(_api.Time.GetUtcNow(), Severity.Info, "order fine")]);
        await _api.StoreAsync(ApiUnderTest.Web, [new LogEntry(_api.Time.GetUtcNow(), Severity.Fatal, "order lost")]);

        Assert.Equal("order lost", await tail.LineAsync());
    }

    [Fact]
    public async Task It_ends_with_its_token_and_says_so()
    {
        using var tail = await _api.TailAsync();
        await Eventually.EqualAsync(1, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        await _api.Time.AdvanceUntilAsync(
            () => _api.Store.Tail.Readers == 0, TimeSpan.FromMinutes(1), cancellationToken: TestContext.Current.CancellationToken);

        var end = await tail.NextAsync();
        Assert.Equal(("end", "tokenEnded"), (end?.Name, end?.Data.GetProperty("reason").GetString()));
        Assert.Null(await tail.NextAsync());
        Assert.Equal(0, _api.Metrics.Streams);
    }

    [Fact]
    public async Task A_silent_one_shows_that_it_lives()
    {
        using var tail = await _api.TailAsync();
        // Its heartbeat and the end of its token.
        await _api.Time.WaitForTimersAsync(2, cancellationToken: TestContext.Current.CancellationToken);
        _api.Time.Advance(TimeSpan.FromSeconds(15));
        await tail.CommentAsync();
    }

    [Fact]
    public async Task It_ends_when_the_store_is_closed()
    {
        using var tail = await _api.TailAsync();
        await Eventually.EqualAsync(1, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        await _api.Store.DisposeAsync();

        var end = await tail.NextAsync();
        Assert.Equal(("end", "closed"), (end?.Name, end?.Data.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_slow_reader_is_skipped_ahead_and_told_how_much_it_missed_while_another_gets_all()
    {
        using var slow = await _api.TailAsync();
        using var quick = await _api.TailAsync();
        await Eventually.EqualAsync(2, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        var reading = CountAsync(quick, 6_000);
        for (var i = 0; i < 60; i++)
        {
            await _api.StoreAsync(ApiUnderTest.Web, [.. Enumerable.Range(0, 100).Select(at => $"{(i * 100) + at} {new string('y', 6_000)}")]);
            // The quick one is given the time to keep up; nobody reads the slow one.
            var stored = (i + 1) * 100;
            await Eventually.TrueAsync(() => Volatile.Read(ref _count) >= stored, cancellationToken: TestContext.Current.CancellationToken);
        }
        Assert.Equal(6_000, await reading);

        var (lines, missed, last) = (0L, 0L, "");
        while (last != "5999")
        {
            var next = await slow.NextAsync();
            if (next!.Name == "gap") missed += next.Data.GetProperty("missed").GetInt64();
            else (lines, last) = (lines + 1, next.Data.GetProperty("message").GetString()!.Split(' ')[0]);
        }
        Assert.True(missed > 0, "Nothing was skipped, so the reader was not slow.");
        Assert.Equal(6_000, lines + missed);
    }

    private int _count;

    private async Task<int> CountAsync(TailReader tail, int until)
    {
        while (_count < until)
        {
            Assert.Equal("log", (await tail.NextAsync())?.Name);
            Interlocked.Increment(ref _count);
        }
        return _count;
    }

    [Fact]
    public async Task A_reader_that_goes_while_it_is_written_to_leaves_nothing_behind_and_is_no_failure()
    {
        var outcomes = new List<object?>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == _api.Meters && instrument.Name == "pdp.api.requests") to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (outcomes) outcomes.Add(tags[1].Value);
        });
        listener.Start();
        var tail = await _api.TailAsync();
        await Eventually.EqualAsync(1, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        // More than the connection takes, so that it is being written to when it goes.
        for (var i = 0; i < 20; i++) await _api.StoreAsync(ApiUnderTest.Web, [.. Enumerable.Range(0, 100).Select(at => $"{at} {new string('z', 10_000)}")]);
        tail.Dispose();

        await Eventually.EqualAsync(0, () => _api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(0, () => _api.Metrics.Streams, cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(1, () => outcomes.Count, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["Left"], outcomes);
    }

    [Fact]
    public async Task Another_scope_gets_no_tail()
    {
        using var tail = await _api.TailAsync("?project=bank", _api.Token(new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop")));

        Assert.Equal(HttpStatusCode.Forbidden, tail.Response.StatusCode);
    }
}
