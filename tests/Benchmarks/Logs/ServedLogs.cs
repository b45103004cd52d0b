using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Pdp.LogStore;
using Pdp.Observability;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Benchmarks.Logs;

/// <summary>A store behind the API: the listener with TLS, tokens and limits as the agent has it, and clients of it.</summary>
internal sealed class ServedLogs : IAsyncDisposable, ITokenKeys
{
    private readonly TestAuthority _authority = new();
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly ServiceProvider _services;
    private readonly ApiServer _server;

    private ServedLogs(SegmentedLogStore store, string directory, int streams)
    {
        var certificate = _authority.IssueServer();
        var (chain, key) = (Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        File.WriteAllText(chain, certificate.ExportCertificatePem());
        File.WriteAllText(key, TestAuthority.KeyPem(certificate));
        var logs = new StoredLogs();
        logs.Open(store);
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ITokenKeys>(this);
        services.AddSingleton<ILogSource>(logs);
        services.AddObservabilityApi(
            new ApiServerOptions(new IPEndPoint(IPAddress.Loopback, 0), new CertificateFiles(chain, key)), new AccessOptions { Streams = streams, Burst = 10_000 });
        _services = services.BuildServiceProvider();
        _server = _services.GetRequiredService<ApiServer>();
    }

    public string Plane => "bench";

    public IReadOnlyList<JsonWebKey> Keys => [_key.PublicKey];

    public static async Task<ServedLogs> StartAsync(SegmentedLogStore store, string directory, int streams, CancellationToken ct)
    {
        var served = new ServedLogs(store, directory, streams);
        await served._server.StartAsync(ct);
        return served;
    }

    /// <summary>A client with a connection of its own, as each browser has.</summary>
    public HttpClient Client()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var client = new HttpClient(handler) { BaseAddress = _server.Address, Timeout = Timeout.InfiniteTimeSpan };
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new ObservabilityClaims("bench", Plane, now, now + 3600, "bench", [new ObservabilityScope([ObservabilityVerb.Logs])]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ObservabilityTokens.Sign(_key, claims));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _key.Dispose();
        _authority.Dispose();
    }
}
