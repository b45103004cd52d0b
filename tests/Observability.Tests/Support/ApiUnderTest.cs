using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Logs;
using Pdp.Core.Ports;
using Pdp.LogStore;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Support;

/// <summary>The API on a port of its own, over a real store, with a clock that stands still.</summary>
internal sealed class ApiUnderTest : IAsyncDisposable, ITokenKeys, IAuditTrail, ILogStoreEvents
{
    public const string PlaneId = "eu-1";
    public const string Console = "https://console.example.com";
    public static readonly LogSource Web = new("acme", "shop", "production", "web", "web-1", "main");
    public static readonly LogSource Bank = new("acme", "bank", "production", "ledger", "ledger-1", "main");

    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly ServiceProvider _services;
    private readonly ApiServer _server;
    private readonly SocketsHttpHandler _handler;

    private ApiUnderTest(AccessOptions options, Action<IServiceCollection> more)
    {
        var certificate = _authority.IssueServer();
        var files = new CertificateFiles(
            _directory.Write("tls/tls.crt", certificate.ExportCertificatePem()), _directory.Write("tls/tls.key", TestAuthority.KeyPem(certificate)));
        Store = SegmentedLogStore.Open(new LogStoreOptions { Directory = _directory.Combine("logs") }, Time, this);
        var logs = new StoredLogs();
        logs.Open(Store);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ITokenKeys>(this);
        services.AddSingleton<IAuditTrail>(this);
        services.AddSingleton<ILogSource>(logs);
        services.AddObservabilityApi(new ApiServerOptions(new IPEndPoint(IPAddress.Loopback, 0), files), options);
        more(services);
        _services = services.BuildServiceProvider();
        _server = _services.GetRequiredService<ApiServer>();
        _handler = new SocketsHttpHandler();
        _handler.SslOptions.CertificateChainPolicy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.Certificate },
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
    }

    public ManualTimeProvider Time { get; } = new();

    public SegmentedLogStore Store { get; }

    public SigningKey Key { get; } = SigningKey.Generate();

    public List<AuditEvent> Audited { get; } = [];

    public ApiMetrics Metrics => _services.GetRequiredService<ApiMetrics>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public ApiServer Server => _server;

    public HttpClient Client { get; private set; } = null!;

    public string Plane => PlaneId;

    public IReadOnlyList<JsonWebKey> Keys => [Key.PublicKey];

    public static async Task<ApiUnderTest> StartAsync(AccessOptions? options = null, Action<IServiceCollection>? more = null)
    {
        var api = new ApiUnderTest((options ?? new AccessOptions()) with { Origins = [Console] }, more ?? (static _ => { }));
        await api._server.StartAsync(CancellationToken.None);
        api.Client = new HttpClient(api._handler) { BaseAddress = api._server.Address };
        return api;
    }

    /// <summary>A token for ten minutes.</summary>
    public string Token(params IReadOnlyList<ObservabilityScope> scopes) => Token("ada", scopes);

    public string Token(string subject, params IReadOnlyList<ObservabilityScope> scopes) =>
        ObservabilityTokens.Sign(Key, Claims(subject, scopes.Count > 0 ? scopes : [new ObservabilityScope([ObservabilityVerb.Logs])]));

    public ObservabilityClaims Claims(string subject = "ada", params IReadOnlyList<ObservabilityScope> scopes)
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        return new ObservabilityClaims(
            subject, PlaneId, now, now + 600, $"token-of-{subject}", scopes.Count > 0 ? scopes : [new ObservabilityScope([ObservabilityVerb.Logs])]);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? token, string? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    public Task<HttpResponseMessage> SearchAsync(string body = "{}", string? token = null) =>
        Client.SendAsync(Request(HttpMethod.Post, "/api/v1/logs/query", token ?? Token(), body), TestContext.Current.CancellationToken);

    public async Task<TailReader> TailAsync(string query = "", string? token = null, long? after = null)
    {
        var request = Request(HttpMethod.Get, $"/api/v1/logs/tail{query}", token ?? Token());
        if (after is { } id) request.Headers.TryAddWithoutValidation("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new TailReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public Task StoreAsync(LogSource source, params IReadOnlyList<string> messages) => StoreAsync(
        source, [.. messages.Select((message, at) => new LogEntry(Time.GetUtcNow().AddMinutes(-1).AddMilliseconds(at), Severity.Info, message))]);

    public Task StoreAsync(LogSource source, IReadOnlyList<LogEntry> entries) => Store.AppendAsync(
        [new SourceBatch(source, entries, LogPosition.StartOf("run-1"))], CancellationToken.None);

    Task IAuditTrail.RecordAsync(AuditEvent happened)
    {
        lock (Audited) Audited.Add(happened);
        return Task.CompletedTask;
    }

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries)
    {
    }

    void ILogStoreEvents.SetAside(string file, Exception why)
    {
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        _handler.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await Store.DisposeAsync();
        Key.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }
}
