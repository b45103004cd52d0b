using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Tests.Api;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests;

/// <summary>A control plane in this process, on free ports, with a data directory of its own.</summary>
internal sealed class RunningStub : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ServeOptions _options;
    private readonly TimeProvider _time;
    private HttpClient? _client;

    private RunningStub(Func<ServeOptions, ServeOptions>? options, TimeProvider? time)
    {
        var wanted = new ServeOptions
        {
            Data = _directory.Combine("data"),
            Agents = ListenAddress.Parse("https://127.0.0.1:0", out _)!,
            Operators = ListenAddress.Parse("http://127.0.0.1:0", out _)!,
        };
        _options = options is null ? wanted : options(wanted);
        _time = time ?? TimeProvider.System;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ControlServer Server { get; private set; } = null!;

    public string Data => _options.Data;

    public string Token => File.ReadAllText(Path.Combine(Data, AdminToken.FileName)).Trim();

    /// <summary>Operators, with the admin token.</summary>
    public HttpClient Client => _client ??= NewClient(Token);

    public static async Task<RunningStub> StartAsync(Func<ServeOptions, ServeOptions>? options = null, TimeProvider? time = null)
    {
        var stub = new RunningStub(options, time);
        await stub.RestartAsync();
        return stub;
    }

    /// <summary>Stops and starts with the same data.</summary>
    public async Task RestartAsync()
    {
        _client?.Dispose();
        _client = null;
        if (Server is not null)
            await StopAsync();
        Server = await ControlServer.StartAsync(_options, _time, NullLoggerFactory.Instance, Cancel);
    }

    public HttpClient NewClient(string? token, Uri? address = null)
    {
        var tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(Path.Combine(Data, CertificateAuthority.CertificateFileName));
        var handler = new SocketsHttpHandler { SslOptions = tls, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        var client = new HttpClient(handler) { BaseAddress = address ?? Server.Operators, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<Reply> SendAsync(
        string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers) =>
        SendAsync(Client, method, path, body, type, headers);

    /// <summary>Sends as somebody; the answer is held to the API's description.</summary>
    public static async Task<Reply> SendAsync(
        HttpClient client, string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await client.SendAsync(request, Cancel);
        var reply = await Reply.OfAsync(response);
        OpenApiContract.Check(method, path, reply.Status, reply.MediaType, reply.Text);
        return reply;
    }

    /// <summary>Makes a plane; its bundle.</summary>
    public async Task<JsonObject> AddPlaneAsync(string id = "east") =>
        (await SendAsync("POST", "/api/v1/planes", $$"""{"id":"{{id}}"}""")).Expect(HttpStatusCode.Created);

    /// <summary>Applies YAML.</summary>
    public Task<Reply> ApplyAsync(string yaml, string query = "plane=east") =>
        SendAsync("POST", $"/api/v1/apply?{query}", yaml, "application/yaml");

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await StopAsync();
        _directory.Dispose();
    }

    // A clock that stands still would let the server wait for its agents for ever.
    private async Task StopAsync()
    {
        var stopping = Server.DisposeAsync().AsTask();
        if (_time is ManualTimeProvider clock)
            await clock.AdvanceUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMilliseconds(100), cancellationToken: CancellationToken.None);
        await stopping;
    }
}

/// <summary>An answer, read.</summary>
internal sealed record Reply(HttpStatusCode Status, string? MediaType, string Text, HttpResponseHeaders Headers)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Text)!;

    public static async Task<Reply> OfAsync(HttpResponseMessage response) => new(
        response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(RunningStub.Cancel), response.Headers);

    public JsonObject Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"expected {(int)status}, was {(int)Status}: {Text}");
        return Json;
    }

    /// <summary>The rules and paths of a problem's errors.</summary>
    public IReadOnlyList<string> Errors =>
        [.. ((JsonArray?)Json["errors"] ?? []).Select(e => $"{(e!["document"] is { } d ? $"[{d}] " : "")}{e["path"]}: {e["rule"]}")];
}
