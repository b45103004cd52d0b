using System.Net;
using Pdp.ControlStub.Tests.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Pipelines;

/// <summary>Where a pipeline asks for approvals, nothing passes without them, by whatever way.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task The_last_approval_that_was_missing_carries_the_promotion_out()
    {
        await using var plane = await ReadyAsync();
        using var ann = await Someone.AddAsync(plane.Stub, "ann", "developer acme/shop");
        using var bob = await Someone.AddAsync(plane.Stub, "bob", "developer acme/*");
        using var eve = await Someone.AddAsync(plane.Stub, "eve", "viewer acme/shop");

        var asked = (await plane.AskAsync("production", "promote")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(("waiting", 1L), ((string?)asked["result"], (long)asked["promotion"]!["number"]!));
        // Asking again is the same question.
        Assert.Equal(1L, (long)(await plane.AskAsync("production", "promote")).Expect(HttpStatusCode.Accepted)["promotion"]!["number"]!);

        Assert.Equal(HttpStatusCode.Forbidden, (await eve.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Status);
        // Nobody approves what he asked for, whatever his role.
        Assert.Equal(HttpStatusCode.Forbidden, (await plane.Stub.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Status);
        (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(HttpStatusCode.Conflict, (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Status);
        var done = (await bob.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Expect(HttpStatusCode.OK);
        Assert.Equal(("deployed", "done"), ((string?)done["result"], (string?)done["promotion"]!["state"]));
        Assert.Equal(["user/ann", "user/bob"], done["promotion"]!["votes"]!.AsArray().Select(v => (string?)v!["actor"]));
        var told = (await plane.HistoryAsync("production"))[0]!;
        Assert.Equal(("promoted", 1L, "user/bob"), ((string?)told["way"], (long)told["promotion"]!, (string?)told["actor"]));
        Assert.Equal("hello from production", (string?)(await plane.DocumentAsync("production"))["spec"]!["config"]!["greeting"]);
        Assert.Empty((await plane.Stub.SendAsync("GET", "/api/v1/promotions?state=Waiting")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task One_no_ends_it_and_who_asked_can_take_it_back()
    {
        await using var plane = await ReadyAsync();
        using var ann = await Someone.AddAsync(plane.Stub, "ann", "developer acme/shop");
        (await plane.AskAsync("production", "promote")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("denied", (string?)(await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/deny")).Expect(HttpStatusCode.OK)["result"]);
        Assert.Equal(HttpStatusCode.Conflict, (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Status);

        Assert.Equal(2L, (long)(await plane.AskAsync("production", "promote")).Expect(HttpStatusCode.Accepted)["promotion"]!["number"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/2/cancel")).Status);
        Assert.Equal("cancelled", (string?)(await plane.Stub.SendAsync("POST", "/api/v1/promotions/acme/shop/2/cancel")).Expect(HttpStatusCode.OK)["result"]);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/9/approve")).Status);
        var states = (await plane.Stub.SendAsync("GET", "/api/v1/promotions")).Json["items"]!.AsArray().Select(p => $"{p!["number"]} {p["state"]}");
        Assert.Equal(["2 cancelled", "1 denied"], states);
    }

    [Fact]
    public async Task What_became_unhealthy_while_it_waited_is_not_carried_out_until_it_is_well_again()
    {
        await using var plane = await ReadyAsync();
        using var ann = await Someone.AddAsync(plane.Stub, "ann", "developer acme/shop");
        using var bob = await Someone.AddAsync(plane.Stub, "bob", "developer acme/shop");
        await plane.AskAsync("production", "promote");
        await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve");
        await plane.SayAsync("staging", IntentPhase.Degraded);
        var reply = await bob.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve");
        reply.Expect(HttpStatusCode.Conflict);
        Assert.Equal(["release: notHealthy"], reply.Errors);
        await plane.SayAsync("staging");
        Assert.Equal("deployed", (string?)(await plane.AskAsync("production", "promote")).Expect(HttpStatusCode.OK)["result"]);
    }

    [Fact]
    public async Task Who_made_the_release_does_not_approve_it()
    {
        await using var plane = await PipelinePlane.StartAsync();
        using var ann = await Someone.AddAsync(plane.Stub, "ann", "developer acme/shop");
        (await ann.SendAsync("PUT", "/api/v1/releases/acme/shop/web/web-1", PipelinePlane.Release())).Expect(HttpStatusCode.Created);
        await plane.BeginAsync();
        await plane.AskAsync("staging", "promote");
        await plane.SayAsync("staging");
        await plane.AskAsync("production", "promote");
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.SendAsync("POST", "/api/v1/promotions/acme/shop/1/approve")).Status);
    }

    [Fact]
    public async Task Approvals_are_not_passed_by_putting_the_intent_or_its_values_by_hand()
    {
        await using var plane = await ReadyAsync();
        (await plane.Stub.SendAsync("PUT", "/api/v1/pipelines/acme/default", """
            {"environments": [{"name": "development", "plane": "east"}, {"name": "staging", "plane": "east"},
              {"name": "production", "plane": "east", "approvals": {"count": 1, "role": "platform-engineer"}}]}
            """)).Expect(HttpStatusCode.OK);
        using var dev = await Someone.AddAsync(plane.Stub, "dev", "developer acme/shop");
        var intent = Someone.Of("acme", "shop").Replace("\"development\"", "\"production\"", StringComparison.Ordinal);
        var put = await dev.SendAsync("PUT", "/api/v1/planes/east/intents/own", intent);
        put.Expect(HttpStatusCode.Forbidden);
        Assert.Equal(["metadata.environment: guarded"], put.Errors);
        Assert.Equal(HttpStatusCode.Forbidden, (await dev.SendAsync("PUT", "/api/v1/bindings/acme/shop/web/production/values", "{}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await dev.PutAsync("own", "acme", "shop")).Status);
        Assert.Equal(HttpStatusCode.Created, (await plane.Stub.SendAsync("PUT", "/api/v1/planes/east/intents/hand", intent)).Status);
    }

    private static async Task<PipelinePlane> ReadyAsync()
    {
        var plane = await PipelinePlane.StartAsync();
        await plane.BeginAsync();
        (await plane.AskAsync("staging", "promote")).Expect(HttpStatusCode.OK);
        await plane.SayAsync("staging");
        return plane;
    }
}
