using System.Text;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Node.Logs;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Node;

public sealed class ContainerLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ContainerLog _log;
    private volatile string _followed = "";

    public ContainerLogTests() => _log = new ContainerLog(_directory.Combine("main", "0.log"), _time, new LogRotation(1 << 20));

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Lines_come_back_as_they_were_written()
    {
        Append("one\ntwo\n");
        _log.Append("stderr", "oops\n"u8, last: false);
        _log.Complete();
        Assert.Equal("one\ntwo\noops\n", await ReadAsync());
    }

    [Fact]
    public async Task An_unfinished_line_waits_for_its_rest_and_a_last_one_does_not()
    {
        Assert.Equal(4, Append("one\ntw"));
        Assert.Equal(4, Append("two\nthr"));
        Assert.Equal(3, _log.Append("stdout", "thr"u8, last: true));
        _log.Complete();
        Assert.Equal("one\ntwo\nthr\n", await ReadAsync());
    }

    [Fact]
    public async Task A_line_of_any_length_stays_one_line()
    {
        var line = new string('x', 100_000);
        var output = Encoding.ASCII.GetBytes(line + "\nnext\n");
        for (var at = 0; at < output.Length;) at += _log.Append("stdout", output.AsSpan(at, Math.Min(32 * 1024, output.Length - at)), last: false);
        _log.Complete();
        Assert.Equal(line + "\nnext\n", await ReadAsync());
        Assert.Equal("2030-01-02T03:04:05.000000000Z " + line + "\n2030-01-02T03:04:05.000000000Z next\n", await ReadAsync(new PodLogOptions("main", Timestamps: true)));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "5\n")]
    [InlineData(3, "3\n4\n5\n")]
    [InlineData(5, "1\n2\n3\n4\n5\n")]
    [InlineData(99, "1\n2\n3\n4\n5\n")]
    public async Task The_tail_is_the_last_lines(int lines, string expected)
    {
        Append("1\n2\n3\n4\n5\n");
        _log.Complete();
        Assert.Equal(expected, await ReadAsync(new PodLogOptions("main", TailLines: lines)));
    }

    [Fact]
    public async Task Since_leaves_out_what_is_older()
    {
        Append("old\n");
        _time.Advance(TimeSpan.FromSeconds(10));
        var since = _time.GetUtcNow();
        Append("new\n");
        _log.Complete();
        Assert.Equal("new\n", await ReadAsync(new PodLogOptions("main", Since: since)));
        Assert.Equal("", await ReadAsync(new PodLogOptions("main", Since: since.AddSeconds(1))));
    }

    [Fact]
    public async Task Following_goes_on_until_the_container_ends()
    {
        Append("before\n");
        var reading = ReadAsync(new PodLogOptions("main", Follow: true, TailLines: 0));
        for (var i = 0; i < 50; i++)
        {
            Append($"line {i}\n");
            await Task.Yield();
        }

        Assert.False(reading.IsCompleted);
        _log.Complete();
        var lines = (await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // Where exactly following began is the reader's luck; from there on nothing is missing.
        Assert.Equal(Enumerable.Range(50 - lines.Length, lines.Length).Select(i => $"line {i}"), lines);
    }

    [Fact]
    public async Task A_talkative_container_fills_five_files_and_no_more_of_which_the_newest_is_read()
    {
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i:000} {new string('y', 60)}\n")));
        for (var i = 0; i < 200; i++) _log.Append("stdout", block, last: false);
        _log.Complete();

        var files = Directory.GetFiles(_directory.Combine("main")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(5, files.Count);
        Assert.Equal(3, files.Count(file => file!.EndsWith(".gz", StringComparison.Ordinal)));
        Assert.InRange((await ReadAsync()).Length, 1, 1 << 20);
        Assert.Equal("499 " + new string('y', 60) + "\n", await ReadAsync(new PodLogOptions("main", TailLines: 1)));
    }

    [Fact]
    public async Task What_was_rotated_away_is_read_by_those_who_followed_and_by_nobody_else()
    {
        Append("one\n");
        var following = FollowAsync();
        await Eventually.EqualAsync("one\n", () => _followed, cancellationToken: TestContext.Current.CancellationToken);
        Append("two\n");
        _log.Rotate();
        Append("three\n");
        _log.Complete();

        await following;
        Assert.Equal("one\ntwo\nthree\n", _followed);
        Assert.Equal("three\n", await ReadAsync());
    }

    [Fact]
    public async Task A_log_that_was_cut_down_is_silent_for_a_follower_until_it_is_as_long_again()
    {
        Append("one\ntwo\nthree\n");
        var following = FollowAsync();
        await Eventually.EqualAsync("one\ntwo\nthree\n", () => _followed, cancellationToken: TestContext.Current.CancellationToken);
        _log.Truncate();
        Append("four\n");
        Assert.Equal("four\n", await ReadAsync());
        Append("five\nsix\nseven\n");
        _log.Complete();

        await following;
        Assert.Equal("one\ntwo\nthree\nseven\n", _followed);
    }

    private int Append(string text) => _log.Append("stdout", Encoding.UTF8.GetBytes(text), last: false);

    private async Task<string> ReadAsync(PodLogOptions? options = null)
    {
        var text = new StringBuilder();
        await foreach (var part in LogReading.ReadAsync(_log, options ?? new PodLogOptions("main"), TestContext.Current.CancellationToken)) text.Append(Encoding.UTF8.GetString(part.Span));
        return text.ToString();
    }

    private async Task FollowAsync()
    {
        var options = new PodLogOptions("main", Follow: true);
        await foreach (var part in LogReading.ReadAsync(_log, options, TestContext.Current.CancellationToken)) _followed += Encoding.UTF8.GetString(part.Span);
    }
}
