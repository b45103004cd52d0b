using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Tests.Api;

public sealed class PlaneTests
{
    [Fact]
    public async Task A_new_plane_is_answered_with_a_bundle_that_an_agent_can_read()
    {
        await using var stub = await RunningStub.StartAsync();
        var reply = await stub.SendAsync("POST", "/api/v1/planes", """{"id":"east","displayName":"The east"}""");
        reply.Expect(HttpStatusCode.Created);
        Assert.Equal("/api/v1/planes/east", reply.Headers.Location!.ToString());
        var bundle = BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(reply.Text), out var errors);
        Assert.Empty(errors);
        Assert.Equal("east", bundle!.PlaneId);
        Assert.Equal($"wss://127.0.0.1:{stub.Server.Agents.Port}/agent/v1/channel", bundle.Server);
        Assert.Contains("BEGIN CERTIFICATE", bundle.CaCertificate);

        var shown = (await stub.SendAsync("GET", "/api/v1/planes/east")).Expect(HttpStatusCode.OK);
        Assert.Equal("The east", (string?)shown["displayName"]);
        Assert.Equal("never", (string?)shown["connection"]!["state"]);
        Assert.DoesNotContain(bundle.Token, await File.ReadAllTextAsync(Path.Combine(stub.Data, "control.db"), Encoding.Latin1, RunningStub.Cancel));
    }

    [Fact]
    public async Task Planes_are_listed_in_pages_and_deleted()
    {
        await using var stub = await RunningStub.StartAsync();
        foreach (var id in new[] { "b", "a", "c" })
            await stub.AddPlaneAsync(id);
        var first = (await stub.SendAsync("GET", "/api/v1/planes?limit=2")).Expect(HttpStatusCode.OK);
        Assert.Equal("b", (string?)first["next"]);
        var second = (await stub.SendAsync("GET", "/api/v1/planes?limit=2&after=b")).Expect(HttpStatusCode.OK);
        Assert.Equal(["a", "b", "c"], first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(p => (string?)p!["id"]));
        Assert.Null(second["next"]);

        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("DELETE", "/api/v1/planes/b")).Status);
        (await stub.SendAsync("DELETE", "/api/v1/planes/b")).Expect(HttpStatusCode.NotFound);
        (await stub.SendAsync("GET", "/api/v1/planes/b")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_taken_id_and_too_many_planes_are_conflicts()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Limits = o.Limits with { MaxPlanes = 2 } });
        await stub.AddPlaneAsync();
        (await stub.SendAsync("POST", "/api/v1/planes", """{"id":"east"}""")).Expect(HttpStatusCode.Conflict);
        await stub.AddPlaneAsync("west");
        (await stub.SendAsync("POST", "/api/v1/planes", """{"id":"north"}""")).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"id":"Not a label"}""", "id: badValue")]
    [InlineData("{}", "id: required")]
    [InlineData("""{"id":"a","display":"x"}""", "display: unknownField")]
    [InlineData("""{"id":7}""", "id: wrongType")]
    public async Task A_plane_that_breaks_its_rules_is_told_which(string body, string error)
    {
        await using var stub = await RunningStub.StartAsync();
        var reply = await stub.SendAsync("POST", "/api/v1/planes", body);
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(error, reply.Errors);
    }

    [Fact]
    public async Task A_new_bundle_ends_the_old_token()
    {
        await using var stub = await RunningStub.StartAsync();
        var old = await stub.AddPlaneAsync();
        var fresh = (await stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        Assert.NotEqual((string?)old["token"], (string?)fresh["token"]);
        using var key = SigningKey.Generate();
        (await AgentPost.EnrolAsync(old, AgentCertificateRequest.Create(key, null))).Expect(HttpStatusCode.Unauthorized);
        await AgentIdentity.EnrolAsync(fresh);
    }

    [Fact]
    public async Task A_plane_shows_its_newest_certificate_and_that_it_was_revoked()
    {
        await using var stub = await RunningStub.StartAsync();
        var identity = await AgentIdentity.EnrolAsync(await stub.AddPlaneAsync());
        using var certificate = identity.Read();
        async Task<JsonNode> ShownAsync() => (await stub.SendAsync("GET", "/api/v1/planes/east")).Expect(HttpStatusCode.OK)["certificate"]!;
        Assert.Equal((certificate.Serial, certificate.PublicKeySha256), ((string?)(await ShownAsync())["serial"], (string?)(await ShownAsync())["publicKeySha256"]));
        Assert.Equal(certificate.NotAfter, (DateTimeOffset)(await ShownAsync())["expiresAt"]!);
        Assert.Null((await ShownAsync())["revokedAt"]);
        Assert.Equal(HttpStatusCode.NoContent, (await stub.SendAsync("POST", "/api/v1/planes/east/revoke")).Status);
        Assert.NotNull((await ShownAsync())["revokedAt"]);
        (await stub.SendAsync("POST", "/api/v1/planes/nowhere/revoke")).Expect(HttpStatusCode.NotFound);
    }
}
