using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.Testing;

namespace Pdp.Vaults.Vault;

/// <summary>A HashiCorp Vault in the test process: both key-value engines, tokens with leases, two ways to log in.</summary>
public sealed class TestVault : IAsyncDisposable
{
    private readonly ConcurrentQueue<VaultCall> _calls = new();
    private readonly TestServerOptions _listening;
    private TestServer? _server;

    private TestVault(TestServerOptions listening, TimeProvider time)
    {
        _listening = listening;
        (Tokens, Secrets) = (new VaultTokens(time), new VaultSecrets(time));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Who may log in, and the tokens they got.</summary>
    public VaultTokens Tokens { get; }

    /// <summary>What is kept: <c>secret</c> has versions, <c>kv</c> has not.</summary>
    public VaultSecrets Secrets { get; }

    /// <summary>Every request so far.</summary>
    public IReadOnlyCollection<VaultCall> Calls => _calls;

    /// <summary>Sees each request first; what has begun to answer, or set another status than 200, is not answered again.</summary>
    public Func<HttpContext, Task>? Before { get; set; }

    /// <summary>Whether it is sealed: it answers nothing.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<TestVault> StartAsync(TestServerOptions? listening = null, TimeProvider? time = null)
    {
        var vault = new TestVault(listening ?? new TestServerOptions(), time ?? TimeProvider.System);
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
        var port = _listening.Port != 0 ? _listening.Port : Address.Port == 1 ? 0 : Address.Port;
        _server = await TestServer.StartAsync(AnswerAsync, _listening with { Port = port });
        Address = _server.Address;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var path = request.Path.Value!.TrimStart('/');
        _calls.Enqueue(new VaultCall(request.Method, path + request.QueryString, request.Headers["X-Vault-Namespace"].ToString()));
        if (Before is { } before) await before(http);
        if (response.HasStarted || response.StatusCode != StatusCodes.Status200OK) return;
        if (IsSealed) await ErrorAsync(response, StatusCodes.Status503ServiceUnavailable, "Vault is sealed");
        else if (path.StartsWith("v1/auth/", StringComparison.Ordinal)) await Tokens.AnswerAsync(http, path["v1/auth/".Length..]);
        else if (!Tokens.Admits(request, path)) await ErrorAsync(response, StatusCodes.Status403Forbidden, "permission denied");
        else if (Secrets.Find(path, request.Query["version"].ToString()) is not { } found) await ErrorAsync(response, StatusCodes.Status404NotFound);
        else await WriteAsync(response, found.Body, found.Status);
    }

    internal static Task ErrorAsync(HttpResponse response, int status, params string[] errors) => WriteAsync(
        response, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode?)error)]) }, status);

    internal static async Task WriteAsync(HttpResponse response, JsonObject body, int status = StatusCodes.Status200OK)
    {
        (response.StatusCode, response.ContentType) = (status, "application/json");
        await response.WriteAsync(body.ToJsonString());
    }
}

/// <summary>A request to a Vault.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path and query, without the first slash.</param>
/// <param name="Namespace">The namespace it names; empty for none.</param>
public sealed record VaultCall(string Method, string Path, string Namespace);
