using System.Text;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Tests.Support;

namespace Pdp.Kubernetes.Tests.Logs;

public sealed class LogTests
{
    private const string Log = "/api/v1/namespaces/shop/pods/web-1/log";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_wanted_of_a_log_is_asked_for()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Log, FakeApiServer.Text(200, "text/plain", ""));
        using var api = server.Client();

        await LinesAsync(api, new LogOptions { Container = "main", Follow = true, Previous = true, Timestamps = true, TailLines = 5, LimitBytes = 9, Since = TimeSpan.FromSeconds(1.2) });
        await LinesAsync(api, new LogOptions { SinceTime = new DateTimeOffset(2030, 1, 2, 4, 4, 5, 678, TimeSpan.FromHours(1)) });

        var asked = server.Seen("GET", Log);
        Assert.Equal(
            "container=main&follow=true&limitBytes=9&previous=true&sinceSeconds=2&tailLines=5&timestamps=true",
            string.Join('&', asked[0].Query.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal("2030-01-02T03:04:05.6780000Z", asked[1].Query["sinceTime"]);
    }

    [Fact]
    public async Task Lines_come_whole_whatever_pieces_the_log_comes_in()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Log, async context =>
        {
            foreach (var piece in Encoding.UTF8.GetBytes("erste Zeile: Grüße 🚀\r\n\nlast without a break").Chunk(3))
            {
                await context.Response.Body.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
            }
        });
        using var api = server.Client();

        Assert.Equal(["erste Zeile: Grüße 🚀\r", "", "last without a break"], (await LinesAsync(api, new LogOptions())).Select(line => line.Text));
    }

    [Fact]
    public async Task A_followed_log_hands_each_line_out_as_it_comes()
    {
        await using var server = await FakeApiServer.StartAsync();
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On("GET", Log, async context =>
        {
            await context.Response.Body.WriteAsync("one\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.Body.WriteAsync("two\n"u8.ToArray());
        });
        using var api = server.Client();

        await using var lines = api.ReadLogLinesAsync("shop", "web-1", new LogOptions { Follow = true }, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.Equal("one", lines.Current.Text);
        more.SetResult();
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("two", lines.Current.Text);
        Assert.False(await lines.MoveNextAsync());
    }

    [Fact]
    public async Task Times_are_taken_off_the_lines()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Log, FakeApiServer.Text(200, "text/plain", "2030-01-02T03:04:05.123456789Z hello world\nno time here\n2030-01-02T03:04:06Z \n"));
        using var api = server.Client();

        var lines = await LinesAsync(api, new LogOptions { Timestamps = true });

        Assert.Equal(["hello world", "no time here", ""], lines.Select(line => line.Text));
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_568), lines[0].Time);
        Assert.Null(lines[1].Time);
    }

    [Fact]
    public async Task A_line_over_the_limit_comes_in_parts_cut_between_characters()
    {
        await using var server = await FakeApiServer.StartAsync();
        var text = string.Concat(Enumerable.Repeat("🚀ü", 60_000));
        server.On("GET", Log, FakeApiServer.Text(200, "text/plain; charset=utf-8", $"2030-01-02T03:04:05Z {text}\nshort\n"));
        using var api = server.Client();

        var lines = await LinesAsync(api, new LogOptions { Timestamps = true });

        Assert.Equal([true, false, false], lines.Select(line => line.Continues));
        Assert.Equal(text, lines[0].Text + lines[1].Text);
        Assert.Equal("short", lines[2].Text);
    }

    [Fact]
    public async Task A_log_that_breaks_off_is_an_error_and_not_an_end()
    {
        await using var server = await FakeApiServer.StartAsync();
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On("GET", Log, async context =>
        {
            await context.Response.Body.WriteAsync("one\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await cut.Task;
            context.Abort();
        });
        using var api = server.Client();

        await using var lines = api.ReadLogLinesAsync("shop", "web-1", new LogOptions { Follow = true }, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());
        cut.SetResult();

        Assert.True((await Assert.ThrowsAsync<KubernetesException>(async () => await lines.MoveNextAsync())).IsUnreachable);
    }

    [Fact]
    public async Task A_pod_that_is_not_there_is_told()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Log, FakeApiServer.NotFound("pods", "web-1"));
        using var api = server.Client();

        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => LinesAsync(api, new LogOptions()))).IsNotFound);
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_refused()
    {
        await using var server = await FakeApiServer.StartAsync();
        using var api = server.Client();
        var options = new LogOptions { TailLines = -1, LimitBytes = 0, Since = TimeSpan.Zero, SinceTime = DateTimeOffset.UnixEpoch };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => LinesAsync(api, options));

        foreach (var name in new[] { "TailLines", "LimitBytes", "Since:", "SinceTime" }) Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<LogLine>> LinesAsync(KubernetesApi api, LogOptions options)
    {
        var lines = new List<LogLine>();
        await foreach (var line in api.ReadLogLinesAsync("shop", "web-1", options, Stop)) lines.Add(line);
        return lines;
    }
}
