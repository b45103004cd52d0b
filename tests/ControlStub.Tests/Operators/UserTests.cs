using System.Net;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Operators;

/// <summary>Users, grants and tokens over the API.</summary>
public sealed class UserTests
{
    private const string Everything = "/api/v1/users/admin/grants/*/*";

    [Fact]
    public async Task The_first_token_is_that_of_the_user_admin_who_may_do_everything()
    {
        await using var stub = await RunningStub.StartAsync();
        var me = (await stub.SendAsync("GET", "/api/v1/whoami")).Expect(HttpStatusCode.OK);
        Assert.Equal("admin", (string?)me["user"]);
        Assert.Null(me["expiresAt"]);
        Assert.Equal("""[{"role":"admin","organization":"*","project":"*"}]""", me["grants"]!.ToJsonString());
        var users = (await stub.SendAsync("GET", "/api/v1/users")).Expect(HttpStatusCode.OK);
        Assert.Equal(["admin"], users["items"]!.AsArray().Select(u => (string)u!["name"]!));
    }

    [Fact]
    public async Task The_last_admin_stays_whatever_is_tried()
    {
        await using var stub = await RunningStub.StartAsync();
        using var other = await Someone.AddAsync(stub, "other", "admin acme/*");
        (await stub.SendAsync("DELETE", "/api/v1/users/admin")).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("DELETE", Everything)).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("PUT", Everything, """{"role":"viewer"}""")).Expect(HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("PUT", Everything, """{"role":"admin"}""")).Status);

        await Someone.GrantAsync(stub, "other", "admin */*");
        // Of two who take each other's rights at the same time one succeeds.
        var both = await Task.WhenAll(
            stub.SendAsync("DELETE", "/api/v1/users/other/grants/*/*"), other.SendAsync("DELETE", Everything));
        Assert.Single(both, r => r.Status == HttpStatusCode.NoContent);
        Assert.Single(both, r => r.Status is HttpStatusCode.Conflict or HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_ends_when_it_was_said_to_when_it_is_revoked_and_with_its_user()
    {
        var time = new ManualTimeProvider();
        await using var stub = await RunningStub.StartAsync(time: time);
        using var ann = await Someone.AddAsync(stub, "ann", "viewer */*");
        async Task<string> MadeAsync(string body) =>
            (string)(await ann.SendAsync("POST", "/api/v1/users/ann/tokens", body)).Expect(HttpStatusCode.Created)["token"]!;
        var (day, revoked) = (await MadeAsync("""{"expiresInDays":1}"""), await MadeAsync("{}"));
        Assert.All(new[] { day, revoked, ann.Token }, t => Assert.Equal(200, StatusOf(stub, t)));

        var id = revoked["pdp_".Length..revoked.IndexOf('.', StringComparison.Ordinal)];
        Assert.Equal(HttpStatusCode.NoContent, (await ann.SendAsync("DELETE", $"/api/v1/users/ann/tokens/{id}")).Status);
        (await ann.SendAsync("DELETE", $"/api/v1/users/ann/tokens/{id}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(401, StatusOf(stub, revoked));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(401, StatusOf(stub, day));
        Assert.Equal(200, StatusOf(stub, ann.Token));

        var listed = (await ann.SendAsync("GET", "/api/v1/users/ann/tokens")).Expect(HttpStatusCode.OK)["items"]!.AsArray();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, t => Assert.NotNull(t!["lastUsedAt"]));
        Assert.DoesNotContain(listed, t => t!.ToJsonString().Contains(ann.Token.Split('.')[1], StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("DELETE", "/api/v1/users/ann")).Status);
        Assert.Equal(401, StatusOf(stub, ann.Token));
    }

    [Fact]
    public async Task A_token_makes_none_that_outlives_it()
    {
        var time = new ManualTimeProvider();
        await using var stub = await RunningStub.StartAsync(time: time);
        using var ann = await Someone.AddAsync(stub, "ann");
        var own = (DateTimeOffset)(await ann.SendAsync("GET", "/api/v1/whoami")).Expect(HttpStatusCode.OK)["expiresAt"]!;
        var made = (await ann.SendAsync("POST", "/api/v1/users/ann/tokens", """{"expiresInDays":365}""")).Expect(HttpStatusCode.Created);
        Assert.Equal(own, (DateTimeOffset)made["expiresAt"]!);
        var longer = (await stub.SendAsync("POST", "/api/v1/users/ann/tokens", """{"expiresInDays":365}""")).Expect(HttpStatusCode.Created);
        Assert.Equal(time.GetUtcNow().AddDays(365), (DateTimeOffset)longer["expiresAt"]!, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Whoever_administers_an_organization_gives_grants_within_it_and_sees_no_others()
    {
        await using var stub = await RunningStub.StartAsync();
        using var boss = await Someone.AddAsync(stub, "boss", "admin acme/*");
        using var ann = await Someone.AddAsync(stub, "ann", "developer bank/till");
        Assert.Equal(HttpStatusCode.NoContent, (await boss.SendAsync("PUT", "/api/v1/users/ann/grants/acme/shop", """{"role":"admin"}""")).Status);
        foreach (var scope in new[] { "bank/till", "bank/*", "*/*" })
        {
            var refused = await boss.SendAsync("PUT", $"/api/v1/users/boss/grants/{scope}", """{"role":"viewer"}""");
            refused.Expect(HttpStatusCode.Forbidden);
            Assert.Equal($"needs admin on {scope}", (string?)refused.Json["errors"]![0]!["message"]);
            (await boss.SendAsync("DELETE", $"/api/v1/users/ann/grants/{scope}")).Expect(HttpStatusCode.Forbidden);
        }

        var seen = (await boss.SendAsync("GET", "/api/v1/users/ann")).Expect(HttpStatusCode.OK)["grants"]!.AsArray();
        Assert.Equal("shop", (string?)Assert.Single(seen)!["project"]);
        Assert.Equal(2, (await ann.SendAsync("GET", "/api/v1/users/ann")).Expect(HttpStatusCode.OK)["grants"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_grant_that_is_taken_counts_at_once()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        using var ann = await Someone.AddAsync(stub, "ann", "developer acme/shop");
        (await ann.PutAsync("web", "acme", "shop")).Expect(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("DELETE", "/api/v1/users/ann/grants/acme/shop")).Status);
        (await ann.SendAsync("POST", "/api/v1/planes/east/intents/web/retry")).Expect(HttpStatusCode.NotFound);
    }

    /// <summary>Calls that cannot be: method, path, body, status, what is told.</summary>
    public static TheoryData<string, string, string?, HttpStatusCode, string?> Wrong => new()
    {
        { "POST", "/api/v1/users", "{}", HttpStatusCode.UnprocessableEntity, "name: required" },
        { "POST", "/api/v1/users", """{"name":"Ann"}""", HttpStatusCode.UnprocessableEntity, "name: badValue" },
        { "POST", "/api/v1/users", """{"name":"ann\n"}""", HttpStatusCode.UnprocessableEntity, "name: badValue" },
        { "POST", "/api/v1/users", """{"name":"a/b"}""", HttpStatusCode.UnprocessableEntity, "name: badValue" },
        { "POST", "/api/v1/users", """{"name":["ann"]}""", HttpStatusCode.UnprocessableEntity, "name: wrongType" },
        { "POST", "/api/v1/users", """{"name":"ann","role":"admin"}""", HttpStatusCode.UnprocessableEntity, "role: unknownField" },
        { "POST", "/api/v1/users", """{"name":"ann","displayName":"a\u0000"}""", HttpStatusCode.UnprocessableEntity, "displayName: badValue" },
        { "POST", "/api/v1/users", """{"name":"admin"}""", HttpStatusCode.Conflict, null },
        { "GET", "/api/v1/users/none", null, HttpStatusCode.NotFound, null },
        { "DELETE", "/api/v1/users/none", null, HttpStatusCode.NotFound, null },
        { "PUT", "/api/v1/users/none/grants/acme/shop", """{"role":"viewer"}""", HttpStatusCode.NotFound, null },
        { "PUT", "/api/v1/users/admin/grants/acme/shop", """{"role":"root"}""", HttpStatusCode.UnprocessableEntity, "role: badValue" },
        { "PUT", "/api/v1/users/admin/grants/acme/shop", """{"role":"Admin"}""", HttpStatusCode.UnprocessableEntity, "role: badValue" },
        { "PUT", "/api/v1/users/admin/grants/acme/shop", """{"role":3}""", HttpStatusCode.UnprocessableEntity, "role: wrongType" },
        { "PUT", "/api/v1/users/admin/grants/*/shop", """{"role":"viewer"}""", HttpStatusCode.NotFound, null },
        { "PUT", "/api/v1/users/admin/grants/ACME/shop", """{"role":"viewer"}""", HttpStatusCode.NotFound, null },
        { "PUT", "/api/v1/users/admin/grants/acme/%2A%2A", """{"role":"viewer"}""", HttpStatusCode.NotFound, null },
        { "PUT", "/api/v1/users/admin/grants/acme/shop%0a", """{"role":"viewer"}""", HttpStatusCode.NotFound, null },
        { "DELETE", "/api/v1/users/admin/grants/acme/shop", null, HttpStatusCode.NotFound, null },
        { "POST", "/api/v1/users/none/tokens", "{}", HttpStatusCode.NotFound, null },
        { "GET", "/api/v1/users/none/tokens", null, HttpStatusCode.NotFound, null },
        { "POST", "/api/v1/users/admin/tokens", """{"expiresInDays":0}""", HttpStatusCode.UnprocessableEntity, "expiresInDays: badValue" },
        { "POST", "/api/v1/users/admin/tokens", """{"expiresInDays":366}""", HttpStatusCode.UnprocessableEntity, "expiresInDays: badValue" },
        { "POST", "/api/v1/users/admin/tokens", """{"expiresInDays":"never"}""", HttpStatusCode.UnprocessableEntity, "expiresInDays: badValue" },
        { "POST", "/api/v1/users/admin/tokens", """{"name":"a\nb"}""", HttpStatusCode.UnprocessableEntity, "name: badValue" },
        { "POST", "/api/v1/users/admin/tokens", "[]", HttpStatusCode.BadRequest, null },
        { "DELETE", "/api/v1/users/admin/tokens/none", null, HttpStatusCode.NotFound, null },
        { "GET", "/api/v1/whoami?user=admin", null, HttpStatusCode.BadRequest, null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_is_told_and_changes_nothing(string method, string path, string? body, HttpStatusCode status, string? error)
    {
        await using var stub = await RunningStub.StartAsync();
        var reply = await stub.SendAsync(method, path, body);
        reply.Expect(status);
        if (error is not null)
            Assert.Contains(error, reply.Errors);
        var events = (await stub.SendAsync("GET", "/api/v1/events", headers: ("Accept", "application/json"))).Expect(HttpStatusCode.OK);
        Assert.Empty(events["items"]!.AsArray());
    }

    [Fact]
    public async Task There_are_only_so_many()
    {
        await using var stub = await RunningStub.StartAsync(o => o with
        {
            Limits = o.Limits with { MaxUsers = 2 },
            Store = o.Store with { GrantsPerUser = 2, TokensPerUser = 2 },
        });
        using var ann = await Someone.AddAsync(stub, "ann", "viewer a/a", "viewer b/b");
        (await stub.SendAsync("POST", "/api/v1/users", """{"name":"bob"}""")).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("PUT", "/api/v1/users/ann/grants/c/c", """{"role":"viewer"}""")).Expect(HttpStatusCode.Conflict);
        await Someone.GrantAsync(stub, "ann", "admin b/b");
        (await stub.SendAsync("POST", "/api/v1/users/ann/tokens", "{}")).Expect(HttpStatusCode.Created);
        (await stub.SendAsync("POST", "/api/v1/users/ann/tokens", "{}")).Expect(HttpStatusCode.Conflict);
    }

    private static int StatusOf(RunningStub stub, string token)
    {
        using var client = stub.NewClient(token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/whoami");
        using var response = client.Send(request, RunningStub.Cancel);
        return (int)response.StatusCode;
    }
}
