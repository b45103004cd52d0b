using System.Text;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Tests.Transport;

public sealed class LineReaderTests
{
    [Fact]
    public async Task Lines_are_the_same_for_every_way_the_stream_may_be_cut()
    {
        var text = Encoding.UTF8.GetBytes("a\n\nüü🚀\n" + new string('x', 40_000) + "\nend");
        var expected = Encoding.UTF8.GetString(text).Split('\n');
        foreach (var piece in new[] { 1, 2, 3, 5, 16 * 1024, 16 * 1024 + 1, 1 << 20 })
            Assert.Equal(expected, (await ReadAsync(text, piece, 1 << 20)).Select(line => line.Text));
    }

    [Theory]
    [InlineData("abcdefghij\nk", 4, "abcd+ efgh+ ij k.")]
    [InlineData("abcd\nefgh\n", 4, "abcd efgh")]
    [InlineData("üüü\n", 3, "ü+ ü+ ü")]
    [InlineData("🚀🚀\n", 6, "🚀+ 🚀")]
    [InlineData("", 4, "")]
    [InlineData("\n", 4, "")]
    public async Task Long_lines_are_cut_between_characters(string text, int limit, string expected)
    {
        foreach (var piece in new[] { 1, 2, 3, 100 })
        {
            var lines = await ReadAsync(Encoding.UTF8.GetBytes(text), piece, limit);
            var told = lines.Select(line => line.Text + line.End switch { LineEnd.TooLong => "+", LineEnd.StreamEnd => ".", _ => "" });
            Assert.Equal(expected, string.Join(' ', told));
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_do_not_stop_the_cutting()
    {
        var lines = await ReadAsync([.. Enumerable.Repeat((byte)0x80, 50), (byte)'\n', (byte)'a', (byte)'\n'], 7, 8);

        Assert.Equal("a", lines[^1].Text);
    }

    private static async Task<List<(string Text, LineEnd End)>> ReadAsync(byte[] text, int piece, int limit)
    {
        await using var stream = new PiecewiseStream(text, piece);
        using var reader = new LineReader(stream, limit);
        var lines = new List<(string, LineEnd)>();
        while (await reader.NextAsync(TestContext.Current.CancellationToken) is { } line) lines.Add((Encoding.UTF8.GetString(line.Bytes.Span), line.End));
        return lines;
    }

    private sealed class PiecewiseStream(byte[] text, int piece) : MemoryStream(text)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
