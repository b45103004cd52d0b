using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Pdp.Testing;

namespace Pdp.Vaults.KeyVault;

/// <summary>
/// An Azure Key Vault in the test process, and the directory that hands out tokens for it: challenge, pages, versions, soft delete. It speaks
/// TLS, for no client of Azure shows a token otherwise.
/// </summary>
public sealed class TestKeyVault : IAsyncDisposable
{
    /// <summary>The tenant it belongs to.</summary>
    public const string Tenant = "11111111-1111-1111-1111-111111111111";

    /// <summary>The application that may read.</summary>
    public const string Client = "22222222-2222-2222-2222-222222222222";

    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TestAuthority _authority = new();
    private readonly TokenDirectory _directory = new();
    private TestServer? _server;
    private TestServer? _machine;
    private int _port;

    private TestKeyVault(TimeProvider time) => Secrets = new KeyVaultSecrets(Address, time);

    /// <summary>What it is called. A client of Azure shows its token to no vault of another domain.</summary>
    public static Uri Address { get; } = new("https://acme.vault.azure.net/");

    /// <summary>Where tokens are had.</summary>
    public static Uri Directory { get; } = new("https://login.microsoftonline.com/");

    /// <summary>What is kept.</summary>
    public KeyVaultSecrets Secrets { get; }

    /// <summary>The application's secret.</summary>
    public string ClientSecret
    {
        get => _directory.ClientSecret;
        set => _directory.ClientSecret = value;
    }

    /// <summary>The token of a service account that is federated with the application; null for none.</summary>
    public string? FederatedToken { get => _directory.FederatedToken; set => _directory.FederatedToken = value; }

    /// <summary>The application's certificate; null for none.</summary>
    public X509Certificate2? ClientCertificate { get => _directory.ClientCertificate; set => _directory.ClientCertificate = value; }

    /// <summary>By what the last token was had.</summary>
    public string? LastLogin => _directory.LastLogin;

    /// <summary>How often a token was handed out.</summary>
    public int Tokens => _directory.Tokens;

    /// <summary>Every request for secrets that showed a token, as method and path with query but for the version of the interface.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>Sees each request that shows a token first; what set another status than 200 is not answered again.</summary>
    public Func<HttpContext, Task>? Before { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<TestKeyVault> StartAsync(TimeProvider? time = null)
    {
        var vault = new TestKeyVault(time ?? TimeProvider.System);
        await vault.StartAgainAsync();
        return vault;
    }

    /// <summary>Goes away: every connection is cut.</summary>
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Comes back where it was, with all it had.</summary>
    public async Task StartAgainAsync()
    {
        var certificate = _authority.IssueServer(Address.Host, Directory.Host);
        _server = await TestServer.StartAsync(AnswerAsync, new TestServerOptions { Port = _port, Certificate = certificate });
        _port = _server.Port;
        _machine ??= await TestServer.StartAsync(new MachineMetadata(_directory).AnswerAsync, new TestServerOptions());
    }

    /// <summary>A client whose every way leads here, whatever a host is called.</summary>
    public HttpClient Way() => AzureWay.To(() => _port, _authority.Certificate, () => _machine!.Port);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_machine is not null) await _machine.DisposeAsync();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (await _directory.AnswerAsync(http)) return;
        if (!_directory.Admits(request))
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            response.Headers.WWWAuthenticate = $"Bearer authorization=\"{Directory}{Tenant}\", resource=\"https://vault.azure.net\"";
            return;
        }
        _calls.Enqueue($"{request.Method} {request.Path}{(request.Query.ContainsKey("$skiptoken") ? "?next" : "")}");
        if (Before is { } before) await before(http);
        if (response.HasStarted || response.StatusCode != StatusCodes.Status200OK) return;
        var (status, body) = Secrets.Find(request.Path.Value!, request.Query["$skiptoken"].ToString());
        (response.StatusCode, response.ContentType) = (status, "application/json; charset=utf-8");
        await response.WriteAsync(body.ToJsonString());
    }
}
