using System.Net;
using System.Net.Http.Headers;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.Observability.Listening;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Forwarding;

/// <summary>Two replicas; whichever is asked, the leader answers.</summary>
public sealed class LeaderForwarderTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly ManualTimeProvider _time = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
#pragma warning disable CA5359 // What is tested is whom the replicas believe.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    private Replica _leader = null!;
    private Replica _follower = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var files = Files("shared");
        (_leader, _follower) = (new Replica("leader", files, _key, _time) { IsLeader = true }, new Replica("follower", files, _key, _time));
        await _leader.Server.StartAsync(Ct);
        await _follower.Server.StartAsync(Ct);
        _follower.Holder = ReplicaAddress.Join("pod-1_0a1b", _leader.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _leader.DisposeAsync();
        await _follower.DisposeAsync();
        _key.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_a_follower_is_asked_the_leader_answers()
    {
        using var answer = await AskAsync(_follower, "/api/v1/who?search=a%20b", new StringContent("the body"));

        Assert.Equal("leader for ada: ?search=a%20b the body", await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_stream_goes_on_as_it_comes()
    {
        using var answer = await AskAsync(_follower, "/api/v1/stream");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("first", await lines.ReadLineAsync(Ct));
        _leader.Continue();
        Assert.Equal("second", await lines.ReadLineAsync(Ct));
        Assert.Null(await lines.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task The_leader_checks_the_token()
    {
        using var answer = await AskAsync(_follower, "/api/v1/who", token: "nonsense");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer realm=\"pdp-agent\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_before_anything_is_handed_on()
    {
        using var request = Request(_follower, "/api/v1/who");
        request.Headers.Add("Origin", "https://evil.example.com");
        using var answer = await _client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pod-1_0a1b")]
    [InlineData("somebody@example.com")]
    public async Task With_no_leader_that_says_where_it_is_one_is_told_to_come_again(string? holder)
    {
        _follower.Holder = holder;
        using var answer = await AskAsync(_follower, "/api/v1/who");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task Two_replicas_that_each_believe_the_other_leads_do_not_pass_a_request_to_and_fro()
    {
        _leader.IsLeader = false;
        _leader.Holder = ReplicaAddress.Join("pod-2_0a1b", _follower.EndPoint);
        using var answer = await AskAsync(_follower, "/api/v1/who");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_gets_a_token_who_does_not_show_the_replicas_own_certificate()
    {
        await using var stranger = new Replica("stranger", Files("other"), _key, _time) { IsLeader = true };
        await stranger.Server.StartAsync(Ct);
        _follower.Holder = ReplicaAddress.Join("pod-1_0a1b", stranger.EndPoint);
        using var answer = await AskAsync(_follower, "/api/v1/who");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(Replica replica, string path, HttpContent? body = null, string? token = null) =>
        _client.SendAsync(Request(replica, path, body, token), HttpCompletionOption.ResponseHeadersRead, Ct);

    private HttpRequestMessage Request(Replica replica, string path, HttpContent? body = null, string? token = null)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        token ??= ObservabilityTokens.Sign(
            _key, new ObservabilityClaims("ada", "eu-1", now, now + 600, "t1", [new ObservabilityScope([ObservabilityVerb.Logs])]));
        return new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(replica.Server.Address, path))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body,
        };
    }

    private CertificateFiles Files(string name)
    {
        using var certificate = _authority.IssueServer();
        return new CertificateFiles(
            _directory.Write($"{name}/tls.crt", certificate.ExportCertificatePem()), _directory.Write($"{name}/tls.key", TestAuthority.KeyPem(certificate)));
    }
}
