using System.Net;
using Pdp.Core.Logs;
using Pdp.Observability.Access;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Logs;

public sealed class LogQueryRouteTests : IAsyncLifetime
{
    private ApiUnderTest _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiUnderTest.StartAsync(new AccessOptions { AnswerBytes = 64 << 10 });
        await _api.StoreAsync(ApiUnderTest.Web, "order received", "order refused");
        await _api.StoreAsync(ApiUnderTest.Bank, "money moved");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_line_is_told_with_all_that_is_known_of_it()
    {
        var at = _api.Time.GetUtcNow().AddSeconds(-1);
        await _api.StoreAsync(ApiUnderTest.Web, [new LogEntry(at, Severity.Warning, "late", """{"user":"u1","depth":2}""")]);

        var line = (await _api.SearchAsync("""{"search":"late"}""").JsonAsync()).GetProperty("logs")[0];

        Assert.Equal(
            """{"timestamp":"2030-01-02T03:04:04Z","level":"warning","message":"late","fields":{"user":"u1","depth":2},"organization":"acme","project":"shop","environment":"production","component":"web","pod":"web-1","container":"main"}""",
            line.GetRawText());
    }

    [Fact]
    public async Task Nothing_outside_the_scopes_of_a_token_is_found()
    {
        var token = _api.Token(new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop"), new ObservabilityScope([ObservabilityVerb.Metrics], "acme", "bank"));

        Assert.Equal(["order refused", "order received"], (await _api.SearchAsync("{}", token).JsonAsync()).Messages());
        Assert.Empty((await _api.SearchAsync("""{"search":"money"}""", token).JsonAsync()).Messages());
        await _api.SearchAsync("""{"searchScope":{"project":"bank"}}""", token).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Empty((await _api.SearchAsync("""{"searchScope":{"pod":"ledger-1"}}""", token).JsonAsync()).Messages());
    }

    [Fact]
    public async Task Several_scopes_are_searched_together()
    {
        var token = _api.Token(
            new ObservabilityScope([ObservabilityVerb.Logs], "acme", "shop", "production", "web"), new ObservabilityScope([ObservabilityVerb.Logs], "acme", "bank"));

        Assert.Equal(3, (await _api.SearchAsync("{}", token).JsonAsync()).Messages().Count());
    }

    [Fact]
    public async Task A_large_answer_is_cut_and_goes_on_without_losing_or_repeating_a_line()
    {
        await _api.StoreAsync(ApiUnderTest.Web, [.. Enumerable.Range(0, 40).Select(i => $"{i} {new string('x', 5_000)}")]);
        var (seen, cursor, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            var body = cursor is null
                ? """{"limit":1000,"sortOrder":"asc","search":"xxx*"}"""
                : $$"""{"limit":1000,"sortOrder":"asc","search":"xxx*","cursor":"{{cursor}}"}""";
            var answer = await _api.SearchAsync(body).JsonAsync();
            Assert.InRange(answer.GetRawText().Length, 0, 66_000);
            seen.AddRange(answer.Messages().Select(message => message!.Split(' ')[0]));
            cursor = answer.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), seen);
        Assert.InRange(pages, 4, 6);
    }
}
