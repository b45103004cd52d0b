using System.Net;
using System.Text;
using Pdp.Observability.Access;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Security;

/// <summary>What one caller may cost.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_again_and_others_are_answered()
    {
        await using var api = await ApiUnderTest.StartAsync(new AccessOptions { RequestsPerMinute = 6, Burst = 2 });
        await api.SearchAsync().JsonAsync();
        await api.SearchAsync().JsonAsync();

        using (var refused = await api.SearchAsync())
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(10)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        }
        await api.SearchAsync("{}", api.Token("bob")).JsonAsync();
        api.Time.Advance(TimeSpan.FromSeconds(10));
        await api.SearchAsync().JsonAsync();
    }

    [Fact]
    public async Task An_address_that_has_no_good_token_is_slowed_down_and_who_shares_it_is_not()
    {
        await using var api = await ApiUnderTest.StartAsync(new AccessOptions { UnauthorizedPerMinute = 6 });
        for (var i = 0; i < 5; i++) await api.SearchAsync("{}", "forged").ProblemAsync(HttpStatusCode.Unauthorized);
        using (var document = await api.Client.GetAsync("/openapi.json", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, document.StatusCode);

        using (var refused = await api.SearchAsync("{}", "forged"))
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(10)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        using (var document = await api.Client.GetAsync("/openapi.json", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.TooManyRequests, document.StatusCode);
        await api.SearchAsync().JsonAsync();
        api.Time.Advance(TimeSpan.FromSeconds(10));
        await api.SearchAsync("{}", "forged").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Streams_are_counted_and_one_that_is_closed_makes_room()
    {
        await using var api = await ApiUnderTest.StartAsync(new AccessOptions { Streams = 2, StreamsInAll = 3 });
        using var first = await api.TailAsync();
        var second = await api.TailAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.TailAsync()).Response.StatusCode);
        using var others = await api.TailAsync("", api.Token("bob"));
        Assert.Equal(HttpStatusCode.OK, others.Response.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.TailAsync("", api.Token("carol"))).Response.StatusCode);

        second.Dispose();
        await Eventually.EqualAsync(2, () => api.Metrics.Streams, cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(2, () => api.Store.Tail.Readers, cancellationToken: TestContext.Current.CancellationToken);
        using var again = await api.TailAsync();
        Assert.Equal(HttpStatusCode.OK, again.Response.StatusCode);
    }

    [Theory]
    [InlineData("""{"startTime":"2029-01-01T00:00:00Z"}""", "bad-range")]
    [InlineData("""{"startTime":"0001-01-01T00:00:00Z","endTime":"9999-12-31T00:00:00Z"}""", "bad-range")]
    [InlineData("""{"startTime":"2030-01-02T00:00:00Z","endTime":"2030-01-01T00:00:00Z"}""", "bad-range")]
    [InlineData("""{"limit":1001}""", "bad-body")]
    [InlineData("""{"limit":0}""", "bad-body")]
    [InlineData("""{"levels":["loud"]}""", "bad-body")]
    [InlineData("""{"verbose":true}""", "bad-body")]
    [InlineData("""{"searchScope":{"team":"acme"}}""", "bad-body")]
    [InlineData("""{"searchScope":{"pod":""}}""", "bad-body")]
    [InlineData("""{"limit":1,"limit":2}""", "bad-body")]
    [InlineData("""[1]""", "bad-body")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", "bad-body")]
    [InlineData("""{"search":"/(/"}""", "bad-query")]
    [InlineData("""{"cursor":"zzz"}""", "bad-query")]
    public async Task A_search_that_is_wrong_is_told_so(string body, string kind)
    {
        await using var api = await ApiUnderTest.StartAsync();

        Assert.Equal(kind, (await api.SearchAsync(body).ProblemAsync(HttpStatusCode.BadRequest)).Kind);
    }

    [Fact]
    public async Task Oversized_bodies_and_other_media_types_are_refused()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var large = $$"""{"search":"{{new string('x', 70_000)}}"}""";

        Assert.Equal("too-large", (await api.SearchAsync(large).ProblemAsync(HttpStatusCode.RequestEntityTooLarge)).Kind);

        var form = ApiUnderTest.Request(HttpMethod.Post, "/api/v1/logs/query", api.Token());
        form.Content = new StringContent("limit=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        await api.Client.SendAsync(form, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("?level=loud")]
    [InlineData("?levels=error")]
    [InlineData("?pod=a&pod=b")]
    [InlineData("?search=%2F(%2F")]
    public async Task A_tail_that_is_wrong_is_told_so_before_it_begins(string query)
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var tail = await api.TailAsync(query);

        Assert.Equal(HttpStatusCode.BadRequest, tail.Response.StatusCode);
        Assert.Equal(0, api.Store.Tail.Readers);
    }

    [Fact]
    public async Task Requests_are_measured_by_route_and_outcome()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var seen = new List<string>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == api.Meters && instrument.Name == "pdp.api.requests") to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (seen) seen.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value)));
        });
        listener.Start();

        await api.SearchAsync().JsonAsync();
        await api.SearchAsync("{}", "nonsense").ProblemAsync(HttpStatusCode.Unauthorized);
        await api.SearchAsync("{}", api.Token(new ObservabilityScope([ObservabilityVerb.Metrics]))).ProblemAsync(HttpStatusCode.Forbidden);

        await Eventually.EqualAsync(3, () => seen.Count, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["POST /api/v1/logs/query Answered", "POST /api/v1/logs/query Unauthorized", "POST /api/v1/logs/query Forbidden"], seen);
    }
}
