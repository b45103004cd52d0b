using System.Net;
using Pdp.Observability.Tests.Support;
using Pdp.PlaneStore.Events;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Events;

public sealed class EventRouteTests : IAsyncLifetime
{
    private PlaneStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await PlaneStage.StartAsync();
        _stage.Events.Keep(
        [
            Event("web", "BackOff", EventType.Warning, 1),
            Event("web", "Pulled", EventType.Normal, 2),
            Event("api", "Pulled", EventType.Normal, 3),
            Event("", "NamespaceMade", EventType.Normal, 4),
            Event("", "Enrolled", EventType.Normal, 5) with { Organization = "", Project = "", Environment = "", Origin = EventOrigin.Agent },
        ]);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData("{}", null, null, "Enrolled NamespaceMade Pulled Pulled BackOff")]
    [InlineData("{}", "shop", null, "NamespaceMade Pulled Pulled BackOff")]
    [InlineData("{}", "shop", "web", "Pulled BackOff")]
    [InlineData("""{"searchScope":{"component":"api"}}""", "shop", null, "Pulled")]
    [InlineData("""{"type":"warning"}""", "shop", null, "BackOff")]
    [InlineData("""{"reasons":["Pulled","BackOff"],"sortOrder":"asc","limit":2}""", "shop", null, "BackOff Pulled")]
    [InlineData("""{"search":"backoff WEB"}""", "shop", null, "BackOff")]
    [InlineData("""{"endTime":"2000-01-01T00:00:00Z"}""", "shop", null, "")]
    public async Task What_a_token_opens_and_a_search_asks_for_is_answered(string body, string? project, string? component, string reasons)
    {
        var token = _stage.Token(ObservabilityVerb.Events, project is null ? null : "acme", project, null, component);

        var answer = await _stage.PostAsync("events/query", token, body).JsonAsync();
        Assert.Equal(reasons, string.Join(' ', answer.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("reason").GetString())));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var token = _stage.Token(ObservabilityVerb.Events);

        var first = await _stage.PostAsync("events/query", token, """{"limit":3}""").JsonAsync();
        var second = await _stage.PostAsync("events/query", token, $$"""{"limit":3,"cursor":"{{first.GetProperty("nextCursor").GetString()}}"}""").JsonAsync();

        Assert.Equal(2, second.GetProperty("events").GetArrayLength());
        Assert.False(second.TryGetProperty("nextCursor", out _));
    }

    [Theory]
    [InlineData("""{"limit":0}""", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("""{"type":"fatal"}""", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("""{"cursor":"x"}""", HttpStatusCode.BadRequest, "bad-query")]
    [InlineData("""{"search":"a b c d e f g h i j k l m n o p q"}""", HttpStatusCode.BadRequest, "bad-query")]
    [InlineData("""{"startTime":"2020-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "bad-range")]
    [InlineData("""{"searchScope":{"organization":"rival"}}""", HttpStatusCode.Forbidden, "forbidden")]
    public async Task What_is_wrong_is_a_problem(string body, HttpStatusCode status, string kind)
    {
        var (found, _) = await _stage.PostAsync("events/query", _stage.Token(ObservabilityVerb.Events, "acme"), body).ProblemAsync(status);

        Assert.Equal(kind, found);
    }

    [Fact]
    public async Task A_store_that_is_closed_is_told()
    {
        _stage.Stores.Close();

        var (kind, _) = await _stage.PostAsync("events/query", _stage.Token(ObservabilityVerb.Events), "{}").ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unavailable", kind);
    }

    private PlaneEvent Event(string component, string reason, EventType type, int second) => new()
    {
        Id = $"{reason}-{second}",
        Time = _stage.Api.Time.GetUtcNow().AddSeconds(second - 60),
        FirstTime = _stage.Api.Time.GetUtcNow().AddSeconds(second - 60),
        Organization = "acme",
        Project = "shop",
        Environment = "prod",
        Component = component,
        Origin = EventOrigin.Cluster,
        Type = type,
        Reason = reason,
        Message = $"about {component}",
        Kind = "Pod",
        Name = $"{component}-1",
    };
}
