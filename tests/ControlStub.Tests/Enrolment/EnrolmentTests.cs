using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Protocol;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Tests.Enrolment;

public sealed class EnrolmentTests : IAsyncLifetime
{
    private RunningStub Stub { get; set; } = null!;

    private JsonObject Bundle { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stub = await RunningStub.StartAsync();
        Bundle = await Stub.AddPlaneAsync();
    }

    public ValueTask DisposeAsync() => Stub.DisposeAsync();

    [Fact]
    public async Task A_certificate_says_whose_it_is_for_what_and_until_when()
    {
        using var key = SigningKey.Generate();
        var reply = await AgentPost.EnrolAsync(Bundle, AgentCertificateRequest.Create(key, AgentIdentity.East));
        var issued = IdentityMessages.ReadIssued(Encoding.UTF8.GetBytes(reply.Text), out var errors);
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Empty(errors);
        Assert.True(IdentityCertificate.TryRead(issued!.Certificate, out var certificate, out var problem), problem);
        using (certificate)
        {
            Assert.Equal(AgentIdentity.East, certificate.Plane);
            Assert.Equal(JsonWebKey.From(certificate.Leaf.GetECDsaPublicKey()!), key.PublicKey);
            Assert.InRange(certificate.NotAfter - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
            Assert.InRange(TimeProvider.System.GetUtcNow() - certificate.NotBefore, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
            Assert.Equal(32, certificate.Serial.Length);
        }

        var enrolled = await NewestAsync();
        Assert.Equal(("agentEnrolled", "east"), ((string?)enrolled["type"], (string?)enrolled["plane"]));
    }

    [Fact]
    public async Task The_same_key_may_ask_again_and_another_gets_nothing()
    {
        using var key = SigningKey.Generate();
        var first = (await AgentPost.EnrolAsync(Bundle, AgentCertificateRequest.Create(key, null))).Expect(HttpStatusCode.Created);
        var again = (await AgentPost.EnrolAsync(Bundle, AgentCertificateRequest.Create(key, null))).Expect(HttpStatusCode.Created);
        Assert.NotEqual((string?)first["certificate"], (string?)again["certificate"]);
        using var other = SigningKey.Generate();
        await RefusedAsync(AgentCertificateRequest.Create(other, null), IdentityRefusal.TokenRefused, "used");
    }

    [Fact]
    public async Task Of_many_keys_that_come_at_once_one_gets_the_token()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var key = SigningKey.Generate();
            return await AgentPost.EnrolAsync(Bundle, AgentCertificateRequest.Create(key, null));
        }));
        Assert.Single(replies, r => r.Status == HttpStatusCode.Created);
        Assert.Equal(11, replies.Count(r => r.Status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_request_that_names_another_plane_is_refused_and_the_token_is_still_good()
    {
        foreach (var wrong in new[] { PlaneUri.Of("pdp", "west"), PlaneUri.Of("other", "east") })
        {
            using var key = SigningKey.Generate();
            await RefusedAsync(AgentCertificateRequest.Create(key, wrong), IdentityRefusal.WrongPlane, "wrongPlane");
        }

        await AgentIdentity.EnrolAsync(Bundle);
    }

    /// <summary>Certification requests that are none of ours, by what is wrong with them.</summary>
    public static TheoryData<string, IdentityRefusal> Hostile => new()
    {
        { "P-384", IdentityRefusal.BadCsr },
        { "RSA", IdentityRefusal.BadCsr },
        { "a signature by another key", IdentityRefusal.BadCsr },
        { "a certificate", IdentityRefusal.BadCsr },
        { "two requests", IdentityRefusal.BadCsr },
        { "no PEM", IdentityRefusal.BadCsr },
        { "two URIs", IdentityRefusal.WrongPlane },
        { "a DNS name beside the URI", IdentityRefusal.WrongPlane },
        { "spiffe://pdp/plane/EAST", IdentityRefusal.WrongPlane },
        { "spiffe://PDP/plane/east", IdentityRefusal.WrongPlane },
        { "spiffe://pdp:443/plane/east", IdentityRefusal.WrongPlane },
        { "spiffe://pdp/plane/east?plane=west", IdentityRefusal.WrongPlane },
        { "spiffe://pdp/plane/east#west", IdentityRefusal.WrongPlane },
        { "spiffe://user@pdp/plane/east", IdentityRefusal.WrongPlane },
        { "spiffe://pdp/plane/west/../east", IdentityRefusal.WrongPlane },
        { "https://pdp/plane/east", IdentityRefusal.WrongPlane },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_request_is_refused_recorded_and_leaves_the_token_good(string what, IdentityRefusal refusal)
    {
        await RefusedAsync(HostileRequests.Make(what), refusal, JsonNamingOf(refusal));
        await AgentIdentity.EnrolAsync(Bundle);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pdp_nothing.at-all")]
    [InlineData("")]
    public async Task Without_a_token_of_ours_there_is_nothing_and_nothing_more_is_told(string? token)
    {
        using var key = SigningKey.Generate();
        var body = IdentityMessages.Write(new EnrolRequest(AgentCertificateRequest.Create(key, null)));
        var stranger = await AgentPost.SendAsync(Bundle, ProtocolLimits.EnrolPath, body, token);
        Refused(stranger, IdentityRefusal.TokenRefused);
        await AgentIdentity.EnrolAsync(Bundle);
        var used = await AgentPost.SendAsync(Bundle, ProtocolLimits.EnrolPath, body, (string?)Bundle["token"]);
        Assert.Equal(stranger.Text, used.Text);
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"csr":7}""", 400)]
    [InlineData("""{"csr":"x","plane":"west"}""", 400)]
    [InlineData("large", 413)]
    public async Task A_body_that_is_none_is_told_so(string body, int status)
    {
        var bytes = body == "large" ? new byte[ProtocolLimits.IdentityBodyBytes + 1] : Encoding.UTF8.GetBytes(body);
        var reply = await AgentPost.SendAsync(Bundle, ProtocolLimits.EnrolPath, bytes, (string?)Bundle["token"]);
        Assert.Equal(status, (int)reply.Status);
    }

    [Fact]
    public async Task Who_asks_all_the_time_is_slowed_down_and_others_are_not()
    {
        async Task<int> AskAsync(string? token) =>
            (int)(await AgentPost.SendAsync(Bundle, ProtocolLimits.EnrolPath, """{"csr":"x"}"""u8.ToArray(), token)).Status;
        var strangers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync("pdp_nothing.at-all")));
        Assert.InRange(strangers.Count(status => status == 401), 30, 59);
        Assert.Equal(60, strangers.Count(status => status is 401 or 429));
        // What was not answered in its own words was not recorded either: nobody pushes out what did happen.
        Assert.Equal(strangers.Count(status => status == 401), (await EventsAsync()).Count(e => (string?)e!["type"] == "enrolmentRefused"));
        await AgentIdentity.EnrolAsync(Bundle);
    }

    private async Task RefusedAsync(string csr, IdentityRefusal refusal, string recorded)
    {
        Refused(await AgentPost.EnrolAsync(Bundle, csr), refusal);
        var happened = await NewestAsync();
        Assert.Equal(("enrolmentRefused", "east", recorded), ((string?)happened["type"], (string?)happened["plane"], (string?)happened["data"]!["reason"]));
    }

    private static void Refused(Reply reply, IdentityRefusal refusal)
    {
        Assert.Equal(IdentityProblem.Status(refusal), (int)reply.Status);
        Assert.Equal(refusal, IdentityProblem.Read(Encoding.UTF8.GetBytes(reply.Text)));
    }

    private async Task<JsonArray> EventsAsync() =>
        (await Stub.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Json["items"]!.AsArray();

    private async Task<JsonNode> NewestAsync() => (await EventsAsync())[^1]!;

    private static string JsonNamingOf(IdentityRefusal refusal) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString());
}
