using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Pdp.Testing;

namespace Pdp.Registry;

/// <summary>A registry in the test process.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    /// <summary>The media type of what is pushed.</summary>
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private const string Manifests = "/manifests/";
    private const string Tags = "/tags/list";

    private readonly RegistryContent _content = new();
    private readonly ConcurrentQueue<RegistryCall> _calls = new();
    private readonly TestRegistryOptions _options;
    private readonly TokenDesk _tokens;
    private TestServer? _server;

    private TestRegistry(TestRegistryOptions options) => (_options, _tokens) = (options, new TokenDesk(options));

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Host and port, as image references name them.</summary>
    public string Host => Address.Authority;

    /// <summary>Every request so far.</summary>
    public IReadOnlyCollection<RegistryCall> Calls => _calls;

    /// <summary>Sees each request first; what has begun to answer, or set another status than 200, is not answered again.</summary>
    public Func<HttpContext, Task>? Before { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<TestRegistry> StartAsync(TestRegistryOptions? options = null)
    {
        var registry = new TestRegistry(options ?? new TestRegistryOptions());
        await registry.StartAgainAsync();
        return registry;
    }

    /// <summary>Has a tag stand for a build; a build of another name is another image.</summary>
    /// <returns>Its digest.</returns>
    public string Push(string repository, string tag, string? build = null) => _content.Push(repository, tag, build ?? tag);

    /// <summary>Takes a tag away.</summary>
    public void Untag(string repository, string tag) => _content.Untag(repository, tag);

    /// <summary>Goes away: every connection is cut.</summary>
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Comes back where it was, with all it had.</summary>
    public async Task StartAgainAsync()
    {
        var port = _options.Port != 0 ? _options.Port : Address.Port == 1 ? 0 : Address.Port;
        _server = await TestServer.StartAsync(AnswerAsync, new TestServerOptions { Port = port, Certificate = _options.Certificate });
        Address = _server.Address;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        _calls.Enqueue(new RegistryCall(request.Method, request.GetEncodedPathAndQuery(), request.Headers.Authorization.ToString()));
        if (Before is { } before) await before(http);
        if (http.Response.HasStarted || http.Response.StatusCode != StatusCodes.Status200OK) return;
        var path = request.Path.Value ?? "";
        if (path == "/token") await _tokens.AnswerAsync(http);
        else if (path.StartsWith("/v2/", StringComparison.Ordinal)) await ReadAsync(http, path[4..]);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task ReadAsync(HttpContext http, string path)
    {
        var manifests = path.LastIndexOf(Manifests, StringComparison.Ordinal);
        var isTags = path.EndsWith(Tags, StringComparison.Ordinal);
        var repository = isTags ? path[..^Tags.Length] : manifests > 0 ? path[..manifests] : "";
        if (!_tokens.Admits(http, repository)) return;
        if (isTags) await TagsAsync(http, repository);
        else await ManifestAsync(http, repository, path[(manifests + Manifests.Length)..]);
    }

    private async Task ManifestAsync(HttpContext http, string repository, string reference)
    {
        if (_content.Find(repository, reference) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.Headers["Docker-Content-Digest"] = found.Digest;
        http.Response.ContentType = ManifestType;
        http.Response.ContentLength = found.Body.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.Body.WriteAsync(found.Body);
    }

    private async Task TagsAsync(HttpContext http, string repository)
    {
        if (_content.TagsAfter(repository, http.Request.Query["last"].ToString()) is not { } tags)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        string[] page = [.. tags.Take(_options.PageSize)];
        if (page.Length < tags.Count)
            http.Response.Headers.Link = $"</v2/{repository}{Tags}?n={_options.PageSize}&last={page[^1]}>; rel=\"next\"";
        await http.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["name"] = repository, ["tags"] = page });
    }
}
