using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;
using Pdp.Observability.Logs.Loki;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Logs.Loki;

/// <summary>Lines that are kept in the customer's Loki are searched and followed as those in the agent's own store.</summary>
public sealed class LokiLogsTests
{
    private const long Second = 1_000_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SortOrder.OldestFirst)]
    [InlineData(SortOrder.NewestFirst)]
    public async Task Pages_hold_each_line_once_in_order_however_many_are_of_one_moment(SortOrder order)
    {
        await using var loki = await LokiServer.StartAsync();
        for (var i = 0; i < 400; i++) await loki.AddAsync((100 + (i / 150)) * Second, $"line {i}", pod: $"web-{i % 3}");
        using var logs = Logs(loki, batch: 100);

        var told = await AllAsync(logs, new LogQuery { Order = order, Limit = 33, End = DateTimeOffset.UnixEpoch.AddHours(1), Start = DateTimeOffset.UnixEpoch });

        Assert.Equal(400, told.Count);
        Assert.Equal(400, told.Select(one => one.Entry.Message).Distinct().Count());
        var times = told.Select(one => one.Entry.Time).ToList();
        Assert.Equal(order == SortOrder.OldestFirst ? times.Order() : times.OrderDescending(), times);
    }

    [Fact]
    public async Task Only_lines_of_the_scopes_are_told_and_lines_of_two_that_overlap_once()
    {
        await using var loki = await LokiServer.StartAsync();
        await loki.AddAsync(1 * Second, "mine", component: "web");
        await loki.AddAsync(2 * Second, "mine too", component: "api", pod: "api-1");
        await loki.AddAsync(3 * Second, "another's", organization: "other");
        using var logs = Logs(loki);

        var told = await AllAsync(logs, Everything() with { Scopes = [new LogScope("acme", Component: "web"), new LogScope("acme", "shop")] });

        Assert.Equal(["mine", "mine too"], told.Select(one => one.Entry.Message));
        Assert.DoesNotContain(loki.Requests, request => request.Path != "/loki/api/v1/query_range");
    }

    [Fact]
    public async Task A_loki_that_answers_more_than_it_was_asked_for_opens_nothing()
    {
        await using var loki = await LokiServer.StartAsync();
        loki.Fault = (200, """{"status":"success","data":{"resultType":"streams","result":[{"stream":{"organization":"other","pod":"p"},"values":[["1000000000","secret"]]}]}}""");
        using var logs = Logs(loki);

        Assert.Empty(await AllAsync(logs, Everything() with { Scopes = [new LogScope("acme")] }));
    }

    [Theory]
    [InlineData("TIMED", 2)]
    [InlineData("\"timed out\" -gateway", 1)]
    [InlineData("/out (at|in) [a-z]+/", 1)]
    [InlineData("tim*", 2)]
    [InlineData("tim", 0)]
    public async Task A_search_means_what_it_means_in_the_agents_own_store(string search, int found)
    {
        await using var loki = await LokiServer.StartAsync();
        await loki.AddAsync(1 * Second, "request timed out at gateway");
        await loki.AddAsync(2 * Second, """{"level":"error","msg":"timed out","code":7}""");
        await loki.AddAsync(3 * Second, "all is well");
        using var logs = Logs(loki);

        Assert.Equal(found, (await AllAsync(logs, Everything() with { Search = search })).Count);
    }

    [Fact]
    public async Task Levels_are_recognised_and_structured_lines_taken_apart()
    {
        await using var loki = await LokiServer.StartAsync();
        await loki.AddAsync(1 * Second, """{"level":"error","msg":"it broke","code":7}""");
        await loki.AddAsync(2 * Second, "plain");
        using var logs = Logs(loki);

        var told = Assert.Single(await AllAsync(logs, Everything() with { Levels = [Severity.Error] }));

        Assert.Equal(("it broke", new LogSource("acme", "shop", "dev", "web", "web-1", "main")), (told.Entry.Message, told.Source));
        Assert.Contains("\"code\":7", told.Entry.Fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_and_credentials_go_with_each_request_as_the_file_has_them_then()
    {
        using var directory = new TempDirectory();
        await using var loki = await LokiServer.StartAsync();
        directory.Write("credentials", "user:password\n");
        using var logs = new LokiLogs(new LokiOptions { Url = loki.Address, Tenant = "t1", CredentialsFile = directory.Combine("credentials") }, TimeProvider.System);

        await logs.QueryAsync(Everything(), Ct);
        directory.Write("credentials", "token\n");
        await logs.QueryAsync(Everything(), Ct);

        Assert.Equal(["Basic dXNlcjpwYXNzd29yZA==", "Bearer token"], loki.Requests.Select(request => request.Headers.Authorization.ToString()));
        Assert.All(loki.Requests, request => Assert.Equal("t1", request.Headers["X-Scope-OrgID"]));
    }

    [Theory]
    [InlineData(429, "too many outstanding requests", "has too much to do")]
    [InlineData(401, "no org id", "refuses the agent")]
    [InlineData(500, "canary", "answers 500")]
    [InlineData(302, "", "answers 302")]
    [InlineData(200, "<html>", "cannot be read")]
    [InlineData(200, """{"data":{"result":[{"stream":{},"values":[["x","y"]]}]}}""", "cannot be read")]
    public async Task What_is_wrong_with_it_is_told_without_its_words(int status, string body, string told)
    {
        await using var loki = await LokiServer.StartAsync();
        loki.Fault = (status, body);
        using var logs = Logs(loki);

        var failure = await Assert.ThrowsAsync<LogStoreException>(() => logs.QueryAsync(Everything(), Ct));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_it_does_not_take_and_a_cursor_that_is_none_are_the_callers_to_change()
    {
        await using var loki = await LokiServer.StartAsync();
        using var logs = Logs(loki);
        await Assert.ThrowsAsync<LogQueryException>(() => logs.QueryAsync(Everything() with { Cursor = "AAAA" }, Ct));

        loki.Fault = (400, "max entries limit");
        await Assert.ThrowsAsync<LogQueryException>(() => logs.QueryAsync(Everything(), Ct));
    }

    [Fact]
    public async Task A_tail_tells_lines_as_they_come_over_a_cut_and_says_what_is_missing()
    {
        await using var loki = await LokiServer.StartAsync();
        using var logs = Logs(loki);
        await loki.AddAsync(5 * Second, "missed while away");
        await using var tail = logs.TailAsync(new TailRequest { Scopes = [new LogScope("acme")], After = 4 * Second }, Ct).GetAsyncEnumerator(Ct);

        Assert.Equal("missed while away", await LineAsync(tail));
        await Eventually.TrueAsync(() => loki.Tails == 1, cancellationToken: Ct);
        await loki.AddAsync(6 * Second, "of another", organization: "other");
        await loki.AddAsync(7 * Second, "live");
        Assert.Equal("live", await LineAsync(tail));

        loki.Cut();
        await loki.AddAsync(8 * Second, "after the cut");
        Assert.Equal("after the cut", await LineAsync(tail));

        await Eventually.TrueAsync(() => loki.Tails == 1, cancellationToken: Ct);
        await loki.TellAsync(dropped: 3);
        await loki.AddAsync(9 * Second, "later");
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(3, Assert.IsType<TailItem.Gap>(tail.Current).Missed);
        Assert.Equal("later", await LineAsync(tail));
    }

    [Fact]
    public async Task A_cut_between_lines_of_one_nanosecond_loses_none_and_tells_none_twice()
    {
        await using var loki = await LokiServer.StartAsync();
        using var logs = Logs(loki);
        await loki.AddAsync(5 * Second, "one");
        await loki.AddAsync(5 * Second, "the same");
        await using var tail = logs.TailAsync(new TailRequest { Scopes = [new LogScope("acme")], After = 4 * Second }, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("one", await LineAsync(tail));
        Assert.Equal("the same", await LineAsync(tail));
        await Eventually.TrueAsync(() => loki.Tails == 1, cancellationToken: Ct);

        loki.Cut();
        await loki.AddAsync(5 * Second, "the same");
        await loki.AddAsync(6 * Second, "later");

        Assert.Equal("the same", await LineAsync(tail));
        Assert.Equal("later", await LineAsync(tail));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_reader_that_comes_again_goes_on_within_a_moment(int told)
    {
        await using var loki = await LokiServer.StartAsync();
        using var logs = Logs(loki);
        for (var i = 0; i < 4; i++) await loki.AddAsync((5 * Second) + (i * 20), $"line {i}");
        var after = 4 * Second;
        await using (var first = Tail(logs, after))
        {
            for (var i = 0; i < told; i++)
            {
                Assert.Equal($"line {i}", await LineAsync(first));
                after = Assert.IsType<TailItem.Line>(first.Current).Entry.Id;
            }
        }
        await using var second = Tail(logs, after);

        for (var i = told; i < 4; i++) Assert.Equal($"line {i}", await LineAsync(second));
    }

    [Theory]
    [InlineData("organization=org,pod=pod_name", true)]
    [InlineData("organization=a b", false)]
    [InlineData("tenant=x", false)]
    [InlineData("organization=pod", false)]
    [InlineData("organization=\"} or {", false)]
    public void Labels_are_read_strictly(string text, bool isGood)
    {
        if (isGood) Assert.Equal(("org", "pod_name", "project"), (LokiLabels.Parse(text).Organization, LokiLabels.Parse(text).Pod, LokiLabels.Parse(text).Project));
        else Assert.Throws<FormatException>(() => LokiLabels.Parse(text));
    }

    private static IAsyncEnumerator<TailItem> Tail(LokiLogs logs, long after) =>
        logs.TailAsync(new TailRequest { Scopes = [new LogScope("acme")], After = after }, Ct).GetAsyncEnumerator(Ct);

    private static LogQuery Everything() =>
        new() { Start = DateTimeOffset.UnixEpoch, End = DateTimeOffset.UnixEpoch.AddHours(1), Order = SortOrder.OldestFirst, Scopes = [new LogScope("acme")] };

    private static LokiLogs Logs(LokiServer loki, int batch = 1000) => new(new LokiOptions { Url = loki.Address, Batch = batch }, TimeProvider.System);

    private static async Task<List<StoredEntry>> AllAsync(LokiLogs logs, LogQuery query)
    {
        var all = new List<StoredEntry>();
        for (string? cursor = null; ;)
        {
            var page = await logs.QueryAsync(query with { Cursor = cursor }, Ct);
            Assert.True(page.Entries.Count <= query.Limit);
            all.AddRange(page.Entries);
            if (page.Next is null) return all;
            cursor = page.Next;
        }
    }

    private static async Task<string> LineAsync(IAsyncEnumerator<TailItem> tail)
    {
        Assert.True(await tail.MoveNextAsync());
        return Assert.IsType<TailItem.Line>(tail.Current).Entry.Entry.Message;
    }
}
