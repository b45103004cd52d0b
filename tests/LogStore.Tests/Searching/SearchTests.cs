using Pdp.LogStore.Queries;
using Pdp.LogStore.Searching;
using Pdp.LogStore.Tests.Support;

namespace Pdp.LogStore.Tests.Searching;

public sealed class SearchTests
{
    [Theory]
    [InlineData("refused", "Connection REFUSED by peer", true)]
    [InlineData("refuse", "Connection refused by peer", false)]
    [InlineData("refus*", "Connection refused by peer", true)]
    [InlineData("peer connection", "Connection refused by peer", true)]
    [InlineData("\"refused by\"", "Connection refused by peer", true)]
    [InlineData("\"refused peer\"", "Connection refused by peer", false)]
    [InlineData("\"fused by\"", "Connection refused by peer", false)]
    [InlineData("-timeout refused", "Connection refused by peer", true)]
    [InlineData("-peer refused", "Connection refused by peer", false)]
    [InlineData("/api/orders", "GET /api/orders?id=1", true)]
    [InlineData("/api/order", "GET /api/orders?id=1", false)]
    [InlineData("id=42", "order id=42.", true)]
    [InlineData("id=42", "order id=421.", false)]
    [InlineData("\"say \\\"hi\\\"\"", "they say \"hi\" often", true)]
    [InlineData("=>", "a => b", true)]
    [InlineData("-", "a - b", true)]
    [InlineData("STRASSE", "Straße", false)]
    [InlineData("ÄRGER", "kein ärger", true)]
    [InlineData("/^Conn.*peer$/", "Connection refused by peer", true)]
    [InlineData("/conn/", "Connection refused", false)]
    [InlineData("/conn/i", "Connection refused", true)]
    [InlineData("/^ +at /", "Boom\n   at Place", true)]
    public void A_search_says_whether_a_line_has_it(string search, string line, bool has) =>
        Assert.Equal(has, SearchParser.Parse(search).Matches(line, null));

    [Theory]
    [InlineData("/(/")]
    [InlineData("/(?=a)b/")]
    [InlineData("/(a)\\1/")]
    [InlineData("\"open")]
    public void What_cannot_be_read_is_refused(string search) =>
        Assert.StartsWith("search:", Assert.Throws<LogQueryException>(() => SearchParser.Parse(search)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_search_too_long_is_refused()
    {
        Assert.Throws<LogQueryException>(() => SearchParser.Parse(new string('a', 1001)));
        Assert.Throws<LogQueryException>(() => SearchParser.Parse(string.Join(' ', Enumerable.Range(0, 33))));
    }

    [Fact]
    public void A_pattern_made_to_take_for_ever_does_not()
    {
        var search = SearchParser.Parse("/^(a+)+$/");
        var started = TimeProvider.System.GetTimestamp();

        Assert.False(search.Matches(new string('a', 100_000) + "!", null));

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_word_longer_than_the_index_looks_is_found_by_the_whole_of_it()
    {
        await using var open = new OpenStore();
        var word = new string('x', 70);
        await open.AppendAsync(Lines.Source(), Lines.Many(600, i => i == 300 ? $"has {word}1" : $"has {word}2"));

        Assert.Equal($"has {word}1", Assert.Single(await open.AllAsync(new LogQuery { Search = $"{word}1" })).Entry.Message);
        Assert.Equal(600, (await open.AllAsync(new LogQuery { Search = $"{word}*" })).Count);
    }
}
