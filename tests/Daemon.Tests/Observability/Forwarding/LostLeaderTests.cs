using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Pdp.Core.Logs;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.LogStore;
using Pdp.Observability.Listening;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Forwarding;

/// <summary>A leader that dies while somebody follows its lines through another replica.</summary>
public sealed class LostLeaderTests : IAsyncLifetime, ILogStoreEvents
{
    private static readonly LogSource _web = new("acme", "shop", "prod", "web", "web-1", "main");

    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly ManualTimeProvider _time = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
#pragma warning disable CA5359 // What is tested is what becomes of a stream.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    private Replica _leader = null!;
    private Replica _follower = null!;
    private TestCable _cable = null!;
    private SegmentedLogStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var certificate = _authority.IssueServer();
        var files = new CertificateFiles(
            _directory.Write("tls/tls.crt", certificate.ExportCertificatePem()), _directory.Write("tls/tls.key", TestAuthority.KeyPem(certificate)));
        (_leader, _follower) = (new Replica("leader", files, _key, _time) { IsLeader = true }, new Replica("follower", files, _key, _time));
        await _leader.Server.StartAsync(Ct);
        await _follower.Server.StartAsync(Ct);
        _cable = new TestCable(_leader.EndPoint.Port);
        _follower.Holder = ReplicaAddress.Join("pod-1_0a1b", new IPEndPoint(IPAddress.Loopback, _cable.Port));
        _store = Open(_leader, "shared");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cable.DisposeAsync();
        await _store.DisposeAsync();
        await _leader.DisposeAsync();
        await _follower.DisposeAsync();
        _key.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Its_reader_is_told_and_goes_on_with_the_next_where_it_was()
    {
        await StoreAsync("one", "two");
        var last = await FollowAsync(0, "log 1 one", "log 2 two");
        await DieAsync(volume: "shared");
        await StoreAsync("three", "four");

        await FollowAsync(last, "log 3 three", "log 4 four");
    }

    [Fact]
    public async Task A_next_one_with_a_volume_of_its_own_says_that_there_is_a_gap()
    {
        await StoreAsync("one", "two", "three");
        var last = await FollowAsync(0, "log 1 one", "log 2 two", "log 3 three");
        await DieAsync(volume: "its own");
        await StoreAsync("one");

        await FollowAsync(last, "gap");
    }

    // Reads these events through the follower; then the leader's end is cut off, and the reader is told.
    private async Task<long> FollowAsync(long after, params string[] expected)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new ObservabilityClaims("ada", "eu-1", now, now + 600, "t1", [new ObservabilityScope([ObservabilityVerb.Logs])]);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_follower.Server.Address, "/api/v1/logs/tail"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ObservabilityTokens.Sign(_key, claims));
        request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        using var events = new EventLines(await answer.Content.ReadAsStreamAsync(Ct));
        foreach (var one in expected) Assert.Equal(one, await events.NextAsync());
        if (_follower.IsLeader) return after;
        _cable.Cut();
        Assert.Equal("end closed", await events.NextAsync());
        Assert.Null(await events.NextAsync());
        return expected.Length;
    }

    private async Task DieAsync(string volume)
    {
        _leader.Logs.Close();
        await _store.DisposeAsync();
        _follower.IsLeader = true;
        _store = Open(_follower, volume);
    }

    private SegmentedLogStore Open(Replica replica, string volume)
    {
        var store = SegmentedLogStore.Open(new LogStoreOptions { Directory = _directory.Combine(volume) }, _time, this);
        replica.Logs.Open(store);
        return store;
    }

    private Task StoreAsync(params IEnumerable<string> messages) =>
        _store.AppendAsync([new SourceBatch(_web, [.. messages.Select(message => new LogEntry(_time.GetUtcNow(), Severity.Info, message))], null)], Ct);

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries) => Assert.Fail("Nothing is to be dropped.");

    void ILogStoreEvents.SetAside(string file, Exception why) => Assert.Fail("Nothing is to be set aside.");
}
