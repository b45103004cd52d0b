using System.Net;
using Pdp.ControlStub.Tests.Api;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>An operator says that a secret changed, and the agent is told.</summary>
public sealed class HintTests
{
    private const string Hints = "/api/v1/planes/east/secrets/hints";

    [Fact]
    public async Task The_agent_is_told_names_and_that_is_an_event()
    {
        await using var stub = await RunningStub.StartAsync();
        await using var agent = await PlanTests.ConnectAsync(stub);

        Assert.Equal(HttpStatusCode.Accepted, (await stub.SendAsync("POST", Hints, """{"store":"vault","secret":"shop/db"}""")).Status);

        Assert.Equal(new HintFrame("vault", "shop/db"), await agent.ExpectAsync<HintFrame>());
        await using var events = await SseReader.OpenAsync(stub, "/api/v1/events?after=0&plane=east");
        var happened = await events.NextAsync();
        while (happened.EventType != "secretHinted") happened = await events.NextAsync();
        Assert.Contains("shop/db", happened.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_plane_or_with_names_that_are_none_nobody_is_told()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();

        (await stub.SendAsync("POST", Hints, """{"store":"vault","secret":"db"}""")).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("POST", Hints, """{"store":"Not A Label","value":"x"}""")).Expect(HttpStatusCode.UnprocessableEntity);
        (await stub.SendAsync("POST", "/api/v1/planes/west/secrets/hints", """{"store":"vault","secret":"db"}""")).Expect(HttpStatusCode.NotFound);
    }
}
